import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutFormer } from './without-former.ts'

export interface GivenAnswer {
  /** An expression of TypeScript for the type that it must have; see `heads`. */
  readonly type: string
  readonly value: unknown
}

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

const head = `import type { ApiError, ApiMethods, ApiSuccess, Chat, Game, Message } from '@grammyjs/types'
// A message is described by the fields that all of a kind have; each may have the others as well.
// Of a game, text and animation are optional in the Bot API and required in these types.
type WithGame<T> = Omit<T, 'game'> & { game?: Partial<Game> }
type Whole<T> = T extends { message_id: number; chat: Chat } ? WithGame<T & Message> : T
type Result<Name extends keyof ApiMethods<File>> = Whole<ReturnType<ApiMethods<File>[Name]>>
`

/**
 * Has the compiler look at answers as at literals of a program, so that `@grammyjs/types` itself says what is missing, of a
 * wrong type, or not in it at all. What is said for libraries of former years is compared here. Returns what it says of each answer.
 */
export async function checkAnswers(answers: readonly GivenAnswer[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-answers-'))
  try {
    symlinkSync(modules, join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const lines = answers.map(
      ({ type, value }, at) =>
        `export const a${at}: ${type} = ${JSON.stringify(withoutFormer(value)).replaceAll('\u2028', '\\u2028')}`,
    )
    writeFileSync(join(folder, 'answers.ts'), `${head}${lines.join('\n')}\n`)
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--pretty', 'false']
    const how = ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,dom', '--types', '']
    const said = await run([...options, ...how, 'answers.ts'], folder)
    const found = answers.map((): string[] => [])
    for (const line of said.split('\n')) {
      const [, row, what = ''] = /^answers\.ts\((\d+),\d+\): error (.*)$/.exec(line) ?? []
      // What is said further of an error stands in lines of its own, set in.
      if (row !== undefined) found[Number(row) - 1 - head.split('\n').length + 1]?.push(what)
      else if (line.startsWith('error')) throw new Error(said)
    }
    return found
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, ...args], { cwd, maxBuffer: 2 ** 26 }, (error, stdout) => {
      // 2: there are errors in what was compiled.
      if (error === null || error.code === 1 || error.code === 2) resolve(stdout)
      else reject(error)
    })
  })
}
