// npm run simulate -- --seeds N [--from FIRST]: clients and a server over a network that a seed makes unreliable.
import { join } from 'node:path'
import { become, fromSource, generate, root } from './workspace.mjs'

await generate()
become([...fromSource, join(root, 'packages/transport/src/simulator/main.ts'), ...process.argv.slice(2)])
