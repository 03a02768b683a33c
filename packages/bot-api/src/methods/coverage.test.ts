import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { refusals } from './refused.ts'
import { served } from './table.ts'

/** As @grammyjs/types declares them. */
const types = readFileSync(fileURLToPath(import.meta.resolve('@grammyjs/types/methods.d.ts')), 'utf8')
const all = [...new Set([...types.matchAll(/^ {4}([a-z]\w+)\(/gm)].map(([, name = '']) => name))]

describe('the methods of the Bot API', () => {
  test('are served or refused, each of them once', () => {
    expect(all).toHaveLength(185)
    expect([...served, ...refusals.map(({ name }) => name)].sort()).toEqual([...all].sort())
  })

  test('have an example each in interop/bot-api-methods/examples, whose test asks them of a real server', () => {
    const folder = fileURLToPath(new URL('../../../../interop/bot-api-methods/examples/', import.meta.url))
    const texts = readdirSync(folder).map((name) => readFileSync(`${folder}${name}`, 'utf8'))
    const examples = texts.flatMap((text) => [...text.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name))
    expect(served.filter((name) => !examples.includes(name))).toEqual([])
  })

  test('stand in docs/bot-api-coverage.md as they are', async () => {
    await expect(coverage()).toMatchFileSnapshot('../../../../docs/bot-api-coverage.md')
  })
})

function coverage(): string {
  const rows = all.map((name) => {
    const refusal = refusals.find((one) => one.name === name)
    return `| \`${name}\` | ${refusal === undefined ? 'served' : `refused: there are no ${refusal.without} here`} |`
  })
  return `# The HTTP Bot API, method by method

Written by \`npx vitest run packages/bot-api/src/methods/coverage.test.ts --update\`. The methods are those of Bot API 10.3 as
\`@grammyjs/types\` 5 declares them.

${served.length} of ${all.length} are served. What is not served answers \`400 Bad Request\` with the reason. Each is asked of a real
server, rightly and wrongly, by \`interop/bot-api-methods.test.ts\`, and its answers are checked against those types.

| method | |
| ------ | --- |
${rows.join('\n')}
`
}
