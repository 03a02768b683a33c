#!/usr/bin/env -S node --max-semi-space-size=64 --no-allocation-site-pretenuring --heap-growing-percent=200
// Room for the objects of all requests under way: with the usual 16 MiB, busy servers spend a sixth of their time copying
// what is about to be garbage. And after a time of full load V8 would go on for ever to make what is short-lived among that
// which lives long, where it is found to be garbage late, with all that it refers to. It looks through all objects when they
// have come to take three times the room that they need, rather than a quarter more: everybody waits longer while it does.
import '../dist/cli/chappe-server.js'
