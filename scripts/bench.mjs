// npm run bench -- NAME [--json]: a benchmark beside its peers, in one run.
import { join } from 'node:path'
import { become, fromSource, generate, root } from './workspace.mjs'

await generate()
become([...fromSource, '--expose-gc', join(root, 'bench/main.ts'), ...process.argv.slice(2)])
