// npm run laws [-- TIMES]: the laws that go by chance, with so many times the runs that npm test gives them. Default: 10.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate, node, root, run } from './workspace.mjs'

const times = Number(process.argv[2] ?? 10)
if (!(times >= 1)) {
  process.stderr.write('usage: npm run laws [-- TIMES], a number from 1 on\n')
  process.exit(2)
}
await generate()
const packages = join(root, 'packages')
const files = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
  .filter((path) => /\/times\.ts'|CHAPPE_TIMES/.test(readFileSync(join(packages, path), 'utf8')))
  .map((path) => join('packages', path))
run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
  env: { ...process.env, CHAPPE_TIMES: String(times) },
})
