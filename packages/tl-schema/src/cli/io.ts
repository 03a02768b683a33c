/** What the command line touches outside itself, so that a test or another program can stand in. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { styleText } from 'node:util'
import type { Paint } from '../paint.ts'

export interface CliIo {
  /** The name `-` reads the standard input. */
  readText(file: string): Promise<string>
  writeText(file: string, content: string): Promise<void>
  stdout(content: string): void
  stderr(content: string): void
  /** Colours for what goes to stdout and to stderr. */
  readonly paintOut: Paint
  readonly paintErr: Paint
  /** Width of the terminal, if there is one. */
  readonly columns: number | undefined
}

/** The real thing. `styleText` colours only for terminals and honours NO_COLOR and FORCE_COLOR. */
export function createProcessIo(): CliIo {
  const paintFor =
    (stream: NodeJS.WriteStream): Paint =>
    (colour, content) =>
      styleText(colour, content, { stream })
  return {
    readText: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
    writeText: async (file, content) => {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    },
    stdout: (content) => process.stdout.write(content),
    stderr: (content) => process.stderr.write(content),
    paintOut: paintFor(process.stdout),
    paintErr: paintFor(process.stderr),
    columns: process.stdout.columns,
  }
}
