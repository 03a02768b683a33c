#!/usr/bin/env node
import '../dist/cli/chappe-server.js'
