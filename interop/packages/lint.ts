import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root } from './pack.ts'
import { runCommand } from './run-command.ts'

/** What publint says of a tarball, suggestions too. */
export async function lint(tarball: string): Promise<string[]> {
  const bytes = readFileSync(tarball)
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true })
  return messages.map((message) => formatMessage(message, pkg) ?? message.code)
}

/** Fails with what "Are the types wrong?" says. The packages are modules only, which Node 22 lets anyone require. */
export async function checkTypes(tarball: string): Promise<void> {
  const attw = `${root}interop/node_modules/@arethetypeswrong/cli/dist/index.js`
  await runCommand(process.execPath, [attw, tarball, '--profile', 'esm-only', '--no-color'], root)
}
