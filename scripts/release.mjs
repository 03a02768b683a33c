// npm run release -- [VERSION] [--dry-run]: checks everything and publishes all packages together. Without a version it is the one that
// the manifests have. Refuses while anything is red, and publishes nothing then. With --dry-run it does all but publish.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { entryOf, obstacles } from './release-checks.mjs'
import { fail, packages, root, run } from './workspace.mjs'

const args = process.argv.slice(2)
const isDry = args.includes('--dry-run')
const manifests = packages.map((name) => readJson(join('packages', name, 'package.json')))
const version = args.find((one) => !one.startsWith('-')) ?? manifests[0].version
const changelog = join(root, 'CHANGELOG.md')
const changes = existsSync(changelog) ? readFileSync(changelog, 'utf8') : ''

const found = obstacles({
  version,
  manifests,
  changes,
  git: {
    dirty: git('status', '--porcelain') !== '',
    tags: (git('tag', '--list') ?? '').split('\n'),
    origin: git('remote', 'get-url', 'origin'),
  },
})
if (found.length > 0) fail(`${version} cannot be released:\n  ${found.join('\n  ')}`)

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
// Each ends this process where it fails.
run(npm, ['test'])
run(npm, ['run', 'packages'])

process.stdout.write(`\n# ${version}\n\n${entryOf(changes, version)}\n\n`)
const { packageManager: pnpm } = readJson('package.json')
const filters = packages.flatMap((name) => ['--filter', `./packages/${name}`])
// pnpm looks at the branch and the tree itself; here both have been looked at.
const publish = ['--yes', pnpm, ...filters, 'publish', '--access', 'public', '--no-git-checks']
run(npx, isDry ? [...publish, '--dry-run'] : publish)
if (isDry)
  process.stdout.write(`Nothing was published. Without --dry-run, ${version} would be, and tagged v${version}.\n`)
else run('git', ['tag', `v${version}`])

function git(...command) {
  const { status, stdout } = spawnSync('git', command, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}
