// Browsers start no worker for a page that is opened as a file, and the search runs in one.
// There, a worker is an empty frame of the page that runs the same script.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(address) {
      this.onmessage = this.onerror = this.onmessageerror = null;
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.documentElement.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (data) => setTimeout(() => this.onmessage?.({ data }));
      const script = inside.document.createElement("script");
      script.src = new URL(address, location.href).href;
      script.onload = () => this.#begin(inside);
      script.onerror = (fault) => this.onerror?.(fault);
      inside.document.head.append(script);
    }

    #begin(inside) {
      const waiting = this.waiting;
      this.waiting = null;
      this.deliver = (data) => setTimeout(() => inside.onmessage?.({ data }));
      waiting.forEach(this.deliver);
    }

    postMessage(data) {
      if (this.waiting) this.waiting.push(data);
      else this.deliver(data);
    }

    terminate() {
      this.frame.remove();
    }
  };
}
