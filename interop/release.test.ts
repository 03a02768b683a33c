import { describe, expect, test } from 'vitest'
import { entryOf, obstacles } from '../scripts/release-checks.mjs'

const manifest = {
  name: '@chappe/crypto',
  version: '1.2.3',
  repository: { url: 'git+https://example.org/chappe/chappe.git' },
}
const sound = {
  version: '1.2.3',
  manifests: [manifest, { ...manifest, name: '@chappe/client' }],
  changes: '# Changes\n\n## 1.2.3\n\nBetter.\n\n## 1.2.2\n\nGood.\n',
  git: { dirty: false, tags: ['v1.2.2'], origin: 'git@example.org:chappe/chappe.git' },
}

test('a version whose packages, changelog and clone agree can be released', () => {
  expect(obstacles(sound)).toEqual([])
  expect(entryOf(sound.changes, '1.2.3')).toBe('Better.')
  expect(entryOf(sound.changes, '1.2.2')).toBe('Good.')
})

describe('a release is refused', () => {
  test.each([
    ['where the version is none', { version: '1.2' }, '`1.2` is no version'],
    ['where a package has another version', { manifests: [manifest, { ...manifest, version: '1.2.2' }] }, '1.2.2'],
    ['where the changelog says nothing of it', { changes: '## 1.2.3\n\n## 1.2.2\n\nGood.' }, 'CHANGELOG.md'],
    ['where something is not committed', { git: { ...sound.git, dirty: true } }, 'not committed'],
    ['where it is out already', { git: { ...sound.git, tags: ['v1.2.3'] } }, 'released already'],
    ['where nobody knows whose repository it is', { git: { ...sound.git, origin: undefined } }, '`origin`'],
    [
      'where a package says nothing of one',
      { manifests: [{ ...manifest, repository: undefined }] },
      'where its repository is',
    ],
    ['from another repository', { git: { ...sound.git, origin: 'https://example.org/a/b' } }, 'example.org/a/b'],
  ])('%s', (_, change, reason) => {
    expect(obstacles({ ...sound, ...change }).join('\n')).toContain(reason)
  })
})
