// In a fresh process: compiles and runs one Action's top level as the runtime does, and tells how long that took, in milliseconds.
'use strict';
const { readFileSync } = require('node:fs');
const { compileFunction } = require('node:vm');
const [, , file] = process.argv;
const code = readFileSync(file, 'utf8');
const modulesBefore = Object.keys(require.cache).length;
const start = process.hrtime.bigint();
const module_ = { exports: {} };
compileFunction(code, ['module', 'exports', 'require'], { filename: file })(module_, module_.exports, require);
const ms = Number(process.hrtime.bigint() - start) / 1e6;
process.stdout.write(JSON.stringify({ ms, modules: Object.keys(require.cache).length - modulesBefore }));
