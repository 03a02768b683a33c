// npm run labs -- N: makes N labs of @chappe/testkit one after the other, and looks at what is left of them.
import { join } from 'node:path'
import { become, fromSource, generate, root } from './workspace.mjs'

await generate()
become([...fromSource, '--expose-gc', join(root, 'packages/testkit/scripts/labs.ts'), ...process.argv.slice(2)])
