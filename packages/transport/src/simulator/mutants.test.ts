import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mutants } from '../../../../scripts/mutants.mjs'

describe('the bugs that `npm run mutate` seeds', () => {
  it.each(mutants)('$name still has its one place in $file', ({ file, from, to }) => {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    expect(source.split(from)).toHaveLength(2)
    expect(to).not.toBe(from)
  })

  it('have names of their own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  })
})
