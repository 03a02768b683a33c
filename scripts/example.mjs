// npm run example -- NAME [ARGUMENTS]: runs examples/NAME.ts on the sources of the workspace.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { become, fail, fromSource, generate, root } from './workspace.mjs'

const [name, ...args] = process.argv.slice(2)
const folder = join(root, 'examples')
const file = join(folder, `${name}.ts`)
if (name === undefined || !existsSync(file)) {
  const names = readdirSync(folder).filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
  fail(`usage: npm run example -- NAME [ARGUMENTS], NAME one of ${names.map((entry) => entry.slice(0, -3)).join(', ')}`)
}
await generate()
become([...fromSource, file, ...args])
