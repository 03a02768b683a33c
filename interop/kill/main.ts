import { kill } from './command.ts'

process.exitCode = await kill(process.argv.slice(2), process.stdout, process.stderr)
