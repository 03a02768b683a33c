import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createLab } from '../lab.ts'
import { createCommands } from './commands.ts'

const page = readFileSync(fileURLToPath(new URL('../../../../docs/testing.md', import.meta.url)), 'utf8')

it('the page of tests names all commands, and no others, and its seed is one', async () => {
  const table = page.slice(page.indexOf('| command '))
  const named = [...table.matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? [])
  const seed: unknown = JSON.parse(/```json file=seed\.json\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
  if (typeof seed !== 'object' || seed === null) throw new TypeError('the page has no seed')
  const lab = await createLab({ seed })
  try {
    expect(named.toSorted()).toEqual([...createCommands(lab).keys(), 'close'].toSorted())
    expect([...lab.seeded.chats.keys()]).toEqual(['Kitchen'])
  } finally {
    await lab.close()
  }
})
