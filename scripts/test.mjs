// npm test: installs, builds, then checks format, lint, types and runs all tests. With arguments, which go to vitest,
// only the tests: npm test -- packages/crypto
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, node, root, run } from './workspace.mjs'

const filters = process.argv.slice(2)
await step('build', build)
if (filters.length === 0) {
  await step('format and lint', () => run(node, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'ci', '.']))
  await step('types', () => run(node, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json']))
}
const report = join(root, 'node_modules/.chappe/tests.json')
mkdirSync(join(root, 'node_modules/.chappe'), { recursive: true })
await step('tests', () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = { ...process.env, CHAPPE_TEST_BUILT: '1' }
  run(node, [vitest, 'run', ...reporters, ...filters], { env })
})
if (existsSync(report)) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`)
}

async function step(name, work) {
  const start = performance.now()
  process.stdout.write(`\n# ${name}\n`)
  await work()
  process.stdout.write(`# ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}
