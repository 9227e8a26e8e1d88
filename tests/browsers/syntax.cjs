// Which scripts a browser of 2019 cannot parse: `node syntax.cjs <file> …` prints a JSON list of complaints.
"use strict";
const fs = require("fs");
const acorn = require("acorn");

const complaints = [];
for (const file of process.argv.slice(2)) {
  try {
    acorn.parse(fs.readFileSync(file, "utf8"), { ecmaVersion: 2019, sourceType: "script" });
  } catch (error) {
    complaints.push(`${file}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(complaints));
