#!/usr/bin/env -S node --max-semi-space-size=64 --no-allocation-site-pretenuring --heap-growing-percent=200
// Room for the objects of all requests under way: with the usual 16 MiB, busy servers spend a sixth of their time copying
// what is about to be garbage. And after a time of full load V8 would go on for ever to make what is short-lived among that
// which lives long, where it is found to be garbage late, with all that it refers to. It looks through all objects when they
// have come to take three times the room that they need, rather than a quarter more: everybody waits longer while it does.
import { readFileSync } from 'node:fs'

// Earlier versions of Node lack modules that are loaded below, and would say no more than that.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const needed = engines.node.replace('>=', '').split('.').map(Number)
const found = process.versions.node.split('.').map(Number)
const isOld = found[0] < needed[0] || (found[0] === needed[0] && found[1] < (needed[1] ?? 0))
if (isOld) {
  process.stderr.write(`chappe-server: needs Node ${needed.join('.')} or later; this is ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  await import('../dist/cli/chappe-server.js')
}
