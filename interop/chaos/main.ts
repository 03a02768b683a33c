import { chaos } from './command.ts'

// Nothing that is still open, such as a client of a server that failed, is waited for.
process.exit(await chaos(process.argv.slice(2), process.stdout, process.stderr))
