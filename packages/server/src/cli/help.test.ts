import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { helpText } from './help.ts'

const file = fileURLToPath(new URL('../../help.txt', import.meta.url))

// After a change of options: vitest run packages/server/src/cli/help.test.ts --update
it('is what `npm start -- --help` shows before anything is installed', async () => {
  await expect(helpText(undefined)).toMatchFileSnapshot(file)
})
