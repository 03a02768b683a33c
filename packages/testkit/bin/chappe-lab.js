#!/usr/bin/env node
import { readFileSync } from 'node:fs'

// Earlier versions of Node lack modules that are loaded below, and would say no more than that.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const needed = engines.node.replace('>=', '').split('.').map(Number)
const found = process.versions.node.split('.').map(Number)
const isOld = found[0] < needed[0] || (found[0] === needed[0] && found[1] < (needed[1] ?? 0))
if (isOld) {
  process.stderr.write(`chappe-lab: needs Node ${needed.join('.')} or later; this is ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  await import('../dist/cli/chappe-lab.js')
}
