// npm run simulate -- [secret] --seeds N [--from FIRST]: clients and a server over a network that a seed makes unreliable;
// with `secret`, the two ends of secret chats over a server that does whatever it likes.
import { join } from 'node:path'
import { become, fromSource, generate, root } from './workspace.mjs'

const [first, ...rest] = process.argv.slice(2)
await generate()
const [folder, args] = first === 'secret' ? ['crypto', rest] : ['transport', process.argv.slice(2)]
become([...fromSource, join(root, 'packages', folder, 'src/simulator/main.ts'), ...args])
