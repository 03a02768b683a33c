#!/usr/bin/env node
import { createProcessIo } from './cli/io.ts'
import { run } from './cli/run.ts'

// `tl-schema … | head` closes the pipe early; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), createProcessIo())
