// npm run costs: writes docs/costs.md, which says what the largest request to each method costs.
import { fromSource, generate, node, run } from './workspace.mjs'

await generate()
run(node, [...fromSource, 'packages/server/scripts/costs.ts'])
