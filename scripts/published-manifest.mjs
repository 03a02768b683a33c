/**
 * The manifest that a package is published with. The workspace's has a condition that leads to the sources, dependencies
 * that name the workspace, and what only its own tests need; none of it means anything where the package is installed.
 * `versions` are those of the workspace's packages, by name.
 */
export function publishedManifest(manifest, versions) {
  const { devDependencies: _tests, scripts: _scripts, ...published } = manifest
  for (const face of ['exports', 'imports']) {
    if (published[face] !== undefined) published[face] = withoutSource(published[face]) ?? {}
  }
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
    if (published[kind] === undefined) continue
    const named = Object.entries(published[kind]).map(([name, range]) => [name, versionOf(name, range, versions)])
    published[kind] = Object.fromEntries(named)
  }
  return published
}

const SOURCE = '@chappe/source'

/** Undefined if nothing but sources is left. */
function withoutSource(conditions) {
  if (typeof conditions !== 'object' || conditions === null) return conditions
  const left = Object.entries(conditions)
    .filter(([condition]) => condition !== SOURCE)
    .map(([condition, target]) => [condition, withoutSource(target)])
    .filter(([, target]) => target !== undefined)
  return left.length === 0 ? undefined : Object.fromEntries(left)
}

/** Packages of the workspace go together, so each asks for the very version of the others that it was built with. */
function versionOf(name, range, versions) {
  if (!range.startsWith('workspace:')) return range
  const version = versions[name]
  if (version === undefined) throw new Error(`${name} is not a package of the workspace`)
  return version
}
