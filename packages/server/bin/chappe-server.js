#!/usr/bin/env -S node --max-semi-space-size=64
// Room for the objects of all requests under way: with the usual 16 MiB, busy servers spend a sixth of their time copying
// what is about to be garbage.
import '../dist/cli/chappe-server.js'
