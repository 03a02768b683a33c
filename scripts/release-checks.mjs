// What stands in the way of a release, told from data alone.

/** `1.2.3`, with a pre-release part or not. */
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

/**
 * All that is wrong, so that one run tells everything. `manifests` are those of the packages that are published; `changes` is
 * the text of the changelog; `git` says what git does of the tree.
 */
export function obstacles({ version, manifests, changes, git }) {
  const found = []
  if (!VERSION.test(version)) found.push(`\`${version}\` is no version, such as 1.2.3`)
  for (const { name, version: own } of manifests) {
    if (own !== version) found.push(`${name} has version ${own}; all packages go together as ${version}`)
  }
  if (entryOf(changes, version) === undefined) found.push(`CHANGELOG.md has nothing under \`## ${version}\``)
  if (git.dirty) found.push('there are changes that are not committed')
  if (git.tags.includes(`v${version}`)) found.push(`v${version} is released already`)
  const homeless = manifests.filter(({ repository }) => repository === undefined)
  for (const { name } of homeless) found.push(`${name} does not say where its repository is`)
  const addresses = new Set(manifests.map(({ repository }) => bare(repository?.url ?? '')))
  if (git.origin === undefined) found.push('the clone has no remote `origin`, so whose repository it is cannot be told')
  else if (addresses.size !== 1 || !addresses.has(bare(git.origin))) {
    found.push(`the packages name ${[...addresses].join(', ')} as their repository, and this is ${bare(git.origin)}`)
  }
  return found
}

/** What the changelog says of a version; undefined if that is nothing. */
export function entryOf(changes, version) {
  const lines = changes.split('\n')
  const start = lines.findIndex((line) => line === `## ${version}` || line.startsWith(`## ${version} `))
  if (start < 0) return undefined
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '))
  const text = lines
    .slice(start + 1, length < 0 ? undefined : start + 1 + length)
    .join('\n')
    .trim()
  return text === '' ? undefined : text
}

/** An address of a repository without what says how to reach it. */
function bare(url) {
  return url
    .replace(/^git\+/, '')
    .replace(/^(https?|ssh):\/\/([^@/]*@)?/, '')
    .replace(/^git@([^:]+):/, '$1/')
    .replace(/\.git$/, '')
}
