import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conditions } from './tested.ts'

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url))

/** The programs in these languages that stand in a document, in order. */
export function programsIn(document: URL, languages: readonly string[]): string[] {
  const block = new RegExp(`\`\`\`(?:${languages.join('|')})\\n([\\s\\S]*?)\`\`\``, 'g')
  return [...readFileSync(document, 'utf8').matchAll(block)].map(([, text = '']) => text)
}

/** A folder as somebody has it who follows a document beside a server, and the programs that run there. */
export class DocumentFolder {
  readonly path: string
  readonly #programs: ChildProcess[] = []
  #said = ''

  constructor(publicKey: string) {
    this.path = mkdtempSync(join(tmpdir(), 'chappe-document-'))
    mkdirSync(join(this.path, 'chappe-data', 'keys'), { recursive: true })
    writeFileSync(join(this.path, 'chappe-data', 'keys', 'public.pem'), publicKey)
    symlinkSync(MODULES, join(this.path, 'node_modules'))
  }

  /** What all programs have printed. */
  get said(): string {
    return this.#said
  }

  /** Runs a program under a name; `command` is by default this Node, on the sources of the workspace. */
  run(
    name: string,
    text: string,
    env: Readonly<Record<string, string>>,
    command: readonly [string, ...string[]] = [process.execPath, ...conditions],
  ): ChildProcess {
    writeFileSync(join(this.path, name), text)
    const [program, ...args] = command
    const child = spawn(program, [...args, name], { cwd: this.path, stdio: 'pipe', env: { ...process.env, ...env } })
    this.#programs.push(child)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString()
      })
    }
    return child
  }

  dispose(): void {
    for (const program of this.#programs) program.kill()
    rmSync(this.path, { recursive: true })
  }
}
