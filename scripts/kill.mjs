// npm run kill -- --kills N [--seed S]: kills the built server under all kinds of writes; nothing acknowledged may be lost.
import { join } from 'node:path'
import { become, build, fromSource, root } from './workspace.mjs'

await build()
process.env.CHAPPE_TEST_BUILT = '1'
become([...fromSource, join(root, 'interop/kill/main.ts'), ...process.argv.slice(2)])
