// Prints what a JSON file breaks of a JSON Schema: node schema_check.js SCHEMA FILE
const Ajv = require("ajv/dist/2020");
const { readFileSync } = require("fs");

const [schema, file] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const check = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
if (!check(file)) {
  for (const error of check.errors) console.log(`${error.instancePath} ${error.message}`);
}
