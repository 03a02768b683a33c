import { simulate } from './command.ts'

process.exitCode = await simulate(process.argv.slice(2), process.stdout, process.stderr)
