#!/usr/bin/env node
import '../dist/cli/chappe-bot-api.js'
