import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { listSettings } from '../config/settings.ts'
import { withSettings } from './settings-page.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const page = `${root}docs/operating.md`

// After a change of settings: vitest run packages/server/src/testing/settings-page.test.ts --update
it('docs/operating.md has all settings as they are', async () => {
  await expect(withSettings(readFileSync(page, 'utf8'))).toMatchFileSnapshot(page)
})

it('every variable that is named for operators is one, and the unit file names all secrets', () => {
  const secrets = listSettings().filter(({ isSecret }) => isSecret)
  const known = new Set(['CHAPPE_CONFIG', ...listSettings().map(({ variable }) => variable)])
  // What a command that sends codes finds in its environment, and what begins all names.
  const others = ['CHAPPE_PHONE', 'CHAPPE_CODE', 'CHAPPE_PURPOSE', 'CHAPPE_EMAIL', 'CHAPPE_']
  for (const name of ['docs/operating.md', 'docs/security.md', 'README.md', 'packages/server/README.md']) {
    const named = readFileSync(`${root}${name}`, 'utf8').match(/\bCHAPPE_\w*/g) ?? []
    expect(
      named.filter((variable) => !known.has(variable) && !others.includes(variable)),
      name,
    ).toEqual([])
  }
  const unit = readFileSync(`${root}packages/server/chappe-server.service`, 'utf8')
  expect(unit.match(/\bCHAPPE_\w+/g)?.sort()).toEqual(secrets.map(({ variable }) => variable).sort())
})
