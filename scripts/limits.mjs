// npm run limits: writes all bounds that the code has at the end of docs/limits.md.
import { fromSource, generate, node, run } from './workspace.mjs'

await generate()
run(node, [...fromSource, 'packages/server/scripts/limits.ts'])
