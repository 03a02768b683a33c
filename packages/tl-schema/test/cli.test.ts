import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliIo, createProcessIo } from '../src/cli/io.ts'
import { run } from '../src/cli/run.ts'
import { plain } from '../src/paint.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
let folder: string

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command line as a process of its own. */
function spawned(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { NO_COLOR: _no, FORCE_COLOR: _force, ...clean } = process.env
    const child = execFile(
      process.execPath,
      ['--conditions=@chappe/source', cli, ...args],
      { cwd: folder, env: { ...clean, ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code
        resolve({ code: typeof code === 'number' ? code : -1, stdout, stderr })
      },
    )
    child.stdin?.end(input)
  })
}

/** The same inside this process, which is quicker; paths are those in the folder. */
async function tlSchema(args: readonly string[], { input = '' }: { input?: string } = {}): Promise<Outcome> {
  let [stdout, stderr] = ['', '']
  const real = createProcessIo()
  const io: CliIo = {
    readText: (file) => (file === '-' ? Promise.resolve(input) : real.readText(join(folder, file))),
    writeText: (file, content) => real.writeText(join(folder, file), content),
    stdout: (content) => {
      stdout += content
    },
    stderr: (content) => {
      stderr += content
    },
    paintOut: plain,
    paintErr: plain,
    columns: undefined,
  }
  const code = await run(args, io)
  return { code, stdout, stderr }
}

const good =
  '// LAYER 3\n\n---types---\n\nuser flags:# id:long name:flags.0?string = User;\n\n---functions---\n\ngetUser id:long = User;\n'

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tl-schema-'))
  writeFileSync(join(folder, 'good.tl'), good)
  writeFileSync(join(folder, 'ugly.tl'), good.replaceAll(' = ', '\n  =  '))
  writeFileSync(join(folder, 'bad.tl'), 'a x:lng = A;\nb y: = B;\n')
  writeFileSync(join(folder, 'warn.tl'), 'a#00000001 = A;\n')
  writeFileSync(
    join(folder, 'next.tl'),
    good.replace('id:long name', 'id:long age:int name').replace('LAYER 3', 'LAYER 4'),
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tl-schema check', () => {
  it('says what a sound schema holds, and exits with 0', async () => {
    expect(await spawned(['check', 'good.tl'])).toEqual({
      code: 0,
      stdout: 'good.tl: 1 constructors, 1 methods, layer 3: no findings\n',
      stderr: '',
    })
  })

  it('shows all errors with their places, and exits with 1', async () => {
    const { code, stdout } = await tlSchema(['check', 'bad.tl'])
    expect(code).toBe(1)
    expect(stdout).toContain('error[unknown-type]: unknown type `lng`\n --> bad.tl:1:5\n')
    expect(stdout).toContain('error[unexpected-token]: expected a type, found `=`\n --> bad.tl:2:6\n')
    expect(stdout).toMatch(/2 errors\n$/)
  })

  it('counts warnings as findings unless they are allowed', async () => {
    expect((await tlSchema(['check', 'warn.tl'])).code).toBe(1)
    expect((await tlSchema(['check', '--allow-warnings', 'warn.tl'])).code).toBe(0)
  })

  it('gives programs JSON', async () => {
    const { code, stdout } = await tlSchema(['check', '--json', 'good.tl', 'bad.tl'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      schemas: [{ files: 'good.tl', layer: 3, constructors: 1, methods: 1 }, { files: 'bad.tl' }],
      counts: { error: 2, warning: 0, note: 0 },
      diagnostics: [
        { code: 'unexpected-token', file: 'bad.tl', start: { line: 2, column: 6 } },
        { code: 'unknown-type', file: 'bad.tl', start: { line: 1, column: 5 }, hint: 'did you mean `long`?' },
      ],
    })
  })

  it('reads the standard input', async () => {
    const { code, stdout } = await spawned(['check', '-'], { input: 'a x:lng = A;' })
    expect(code).toBe(1)
    expect(stdout).toContain('<stdin>:1:5')
  })

  it('is plain when piped, coloured when a terminal is feigned, and plain again under NO_COLOR', async () => {
    const colour = '\u001b['
    expect((await spawned(['check', 'bad.tl'])).stdout).not.toContain(colour)
    expect((await spawned(['check', 'bad.tl'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(colour)
    expect((await spawned(['check', 'bad.tl'], { env: { NO_COLOR: '1' } })).stdout).not.toContain(colour)
  })
})

describe('tl-schema format', () => {
  it('prints the canonical form', async () => {
    expect(await spawned(['format', 'ugly.tl'])).toEqual({ code: 0, stdout: good, stderr: '' })
  })

  it('tells which files are not canonical, and writes them on demand', async () => {
    expect(await tlSchema(['format', '--check', 'good.tl', 'ugly.tl'])).toMatchObject({
      code: 1,
      stdout: 'ugly.tl is not in canonical form\n',
    })
    writeFileSync(join(folder, 'copy.tl'), readFileSync(join(folder, 'ugly.tl')))
    expect(await tlSchema(['format', '--write', 'copy.tl'])).toMatchObject({ code: 0, stdout: 'formatted copy.tl\n' })
    expect(readFileSync(join(folder, 'copy.tl'), 'utf8')).toBe(good)
    expect(JSON.parse((await tlSchema(['format', '--write', '--json', 'copy.tl'])).stdout)).toEqual([
      { file: 'copy.tl', changed: false },
    ])
  })

  it('sorts on demand, and leaves a file with errors alone', async () => {
    expect((await tlSchema(['format', '--sort', '-'], { input: 'ns.a = ns.A; b = B; a = A;' })).stdout).toBe(
      'a = A;\nb = B;\n\nns.a = ns.A;\n',
    )
    const { code, stdout, stderr } = await spawned(['format', 'bad.tl'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('expected a type, found `=`')
  })
})

describe('tl-schema diff', () => {
  it('is silent about equals, and lists what changed', async () => {
    expect(await tlSchema(['diff', 'good.tl', 'ugly.tl'])).toEqual({ code: 0, stdout: '', stderr: '' })
    const { code, stdout } = await tlSchema(['diff', 'good.tl', 'next.tl'])
    expect(code).toBe(1)
    expect(stdout).toContain('layer 3 → 4')
    expect(stdout).toContain('+ age:int')
    const json: unknown = JSON.parse((await tlSchema(['diff', '--json', 'good.tl', 'next.tl'])).stdout)
    expect(json).toMatchObject({ layers: { before: 3, after: 4 }, changes: [{ kind: 'changed', name: 'user' }] })
  })

  it('exits with 2 if one side has errors', async () => {
    expect((await tlSchema(['diff', 'good.tl', 'bad.tl'])).code).toBe(2)
  })

  it('compares two layers of a schema with history', async () => {
    writeFileSync(join(folder, 'layers.tl'), '// layers seen: 1-3\na = A;\nb = B; // since 3\n')
    const { code, stdout } = await tlSchema(['diff', '--from', '1', '--to', '3', 'layers.tl'])
    expect(code).toBe(1)
    expect(stdout).toContain('layer 1 → 3\n\nconstructors: 1 added\n')
  })
})

describe('tl-schema crc', () => {
  it('computes the number of a definition, with or without its semicolon', async () => {
    expect(await spawned(['crc', 'boolTrue = Bool'])).toEqual({ code: 0, stdout: '997275b5\n', stderr: '' })
    expect((await tlSchema(['crc', 'boolTrue = Bool;', 'true = True;'])).stdout).toBe('997275b5\n3fedd339\n')
    expect((await spawned(['crc', '-'], { input: 'boolFalse = Bool;\n' })).stdout).toBe('bc799737\n')
  })

  it('exits with 1 if the definition states another number', async () => {
    const { code, stdout, stderr } = await tlSchema(['crc', 'boolTrue#1 = Bool'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '997275b5\n' })
    expect(stderr).toContain('`boolTrue` states #00000001')
  })

  it('gives programs JSON', async () => {
    expect(JSON.parse((await tlSchema(['crc', '--json', 'a flags:# x:flags.0?true y:bytes = A'])).stdout)).toEqual([
      { name: 'a', number: expect.stringMatching(/^[0-9a-f]{8}$/), text: 'a flags:# x:flags.0?true y:bytes = A' },
    ])
  })

  it('counts as the public API does if it is told that the definition is Telegram’s, and takes no other dialect', async () => {
    const definition = 'gzip_packed packed_data:bytes = Object'
    expect((await tlSchema(['crc', '--dialect', 'telegram', definition])).stdout).toBe('3072cfa1\n')
    expect((await tlSchema(['crc', definition])).stdout).not.toBe('3072cfa1\n')
    expect(await tlSchema(['crc', 'gzip_packed#3072cfa1 packed_data:bytes = Object'])).toMatchObject({ code: 0 })
    expect(await tlSchema(['crc', '--dialect', 'klingon', definition])).toMatchObject({ code: 2 })
  })
})

describe('tl-schema generate --only', () => {
  const schema = `a = A; b a:A = B; c = C; d = D;
---functions---
first a:A = Vector<B>; second c:C = D; wrap {X:Type} query:!X = X;`
  const generated = async (...options: string[]): Promise<string> => {
    writeFileSync(join(folder, 'many.tl'), schema)
    expect(await tlSchema(['generate', 'many.tl', '--out', 'part', ...options])).toMatchObject({ code: 0 })
    return readFileSync(join(folder, 'part', 'many.types.ts'), 'utf8')
  }

  it('writes the chosen methods and what they reach, and nothing else', async () => {
    const text = await generated('--only', 'first,wrap')
    for (const kept of ['a', 'b', 'first', 'wrap']) expect(text).toContain(`_: '${kept}'`)
    for (const left of ['c', 'd', 'second']) expect(text).not.toContain(`_: '${left}'`)
  })

  it('leaves out what only results reach where only requests are wanted', async () => {
    const text = await generated('--only', 'first', '--requests-only')
    expect(text).toContain("_: 'a'")
    expect(text).not.toContain("_: 'b'")
    expect(text).toContain('type B = never')
  })

  it('names a method that is not there, and the nearest that is', async () => {
    writeFileSync(join(folder, 'many.tl'), schema)
    const { code, stderr } = await tlSchema(['generate', 'many.tl', '--out', 'part', '--only', 'frist'])
    expect(code).toBe(2)
    expect(stderr).toContain('no method `frist`; did you mean `first`?')
    expect(await tlSchema(['generate', 'many.tl', '--requests-only'])).toMatchObject({ code: 2 })
  })
})

describe('tl-schema generate --docs', () => {
  it('writes what files say of definitions, and refuses what they say of others', async () => {
    writeFileSync(join(folder, 'described.tl'), 'user id:long = User;\n---functions---\nfind id:long = User;\n')
    writeFileSync(join(folder, 'described.tsv'), 'find\t\tFinds someone.\n')
    writeFileSync(join(folder, 'errors.tsv'), 'find\t!\tID_INVALID\n')
    const args = ['generate', 'described.tl', '--out', 'described']
    expect(await tlSchema([...args, '--docs', 'described.tsv,errors.tsv'])).toMatchObject({ code: 0, stderr: '' })
    const types = readFileSync(join(folder, 'described', 'described.types.ts'), 'utf8')
    expect(types).toContain(' * Finds someone.\n')
    expect(types).toContain(' * Errors: `ID_INVALID`\n')
    expect(readFileSync(join(folder, 'described', 'described.ts'), 'utf8')).not.toContain('Finds someone')
    writeFileSync(join(folder, 'errors.tsv'), 'fnid\t!\tID_INVALID\n')
    const { code, stderr } = await tlSchema([...args, '--docs', 'errors.tsv'])
    expect(code).toBe(1)
    expect(stderr).toContain('the schema has no `fnid`')
    expect(stderr).toContain('did you mean `find`?')
    expect(await tlSchema([...args, '--docs', 'nowhere.tsv'])).toMatchObject({ code: 2 })
  })
})

describe('tl-schema generate', () => {
  it('writes TypeScript, leaves alone what is right, and can check', async () => {
    expect(await tlSchema(['generate', 'good.tl', '--out', 'generated', '--check'])).toMatchObject({ code: 1 })
    const first = await spawned(['generate', 'good.tl', '--out', 'generated'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(/^wrote generated.good\.types\.ts$/m)
    expect(readFileSync(join(folder, 'generated', 'good.types.ts'), 'utf8')).toContain('user#023e9bc8 flags:# id:long')
    expect((await tlSchema(['generate', 'good.tl', '--out', 'generated'])).stdout).not.toContain('wrote')
    expect(await tlSchema(['generate', 'good.tl', '--out', 'generated', '--check'])).toMatchObject({ code: 0 })
  })

  it('leaves out what is absent unless it is told to make it undefined', async () => {
    const read = (): string => readFileSync(join(folder, 'generated', 'good.ts'), 'utf8')
    await tlSchema(['generate', 'good.tl', '--out', 'generated'])
    expect(read()).not.toContain(': undefined')
    await tlSchema(['generate', 'good.tl', '--out', 'generated', '--absent', 'undefined'])
    expect(read()).toContain(': undefined')
    expect(await tlSchema(['generate', 'good.tl', '--absent', 'null'])).toMatchObject({ code: 2 })
    await tlSchema(['generate', 'good.tl', '--out', 'generated'])
  })

  it('says what has no form in TypeScript, with its place, and so does a check', async () => {
    writeFileSync(
      join(folder, 'odd.tl'),
      'a = A;\n\nnest {t:Type} x:(Nest (A2 t)) = Nest t;\npair {t:Type} = A2 t;\nb x:(Nest int) = B;\n',
    )
    for (const command of ['generate', 'check']) {
      const { code, stdout, stderr } = await tlSchema([command, 'odd.tl'])
      expect(code).toBe(1)
      const said = stdout + stderr
      expect(said).toContain('odd.tl:5:1')
      expect(said).toMatch(/`b`: `x`: `\w+` becomes larger without end/)
      expect(said).not.toContain('wrote')
    }
  })

  it('writes nothing for a schema with errors', async () => {
    const { code, stdout, stderr } = await tlSchema(['generate', 'bad.tl', '--out', 'generated'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('unknown type `lng`')
  })
})

describe('tl-schema switch-layer', () => {
  it('moves definitions between the file of today and the history', async () => {
    writeFileSync(join(folder, 'today.tl'), '// LAYER 1\n\n---types---\n\na = A; // layer 1\nb = B;\n')
    writeFileSync(join(folder, 'history.tl'), '// layers seen: 1, 2\n\n---types---\n\n// since 2\na x:int = A;\n')
    expect(await tlSchema(['switch-layer', '2', 'today.tl', 'history.tl'])).toMatchObject({ code: 0 })
    expect(readFileSync(join(folder, 'today.tl'), 'utf8')).toBe(
      '// LAYER 2\n\n---types---\n\na x:int = A; // since 2\nb = B;\n',
    )
    expect(readFileSync(join(folder, 'history.tl'), 'utf8')).toBe(
      '// layers seen: 1, 2\n\n---types---\n\n// layer 1\na = A;\n',
    )
    expect(await tlSchema(['switch-layer', '7', 'today.tl', 'history.tl'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('tl-schema', () => {
  it('explains itself and each of its commands', async () => {
    const overview = await tlSchema(['--help'])
    expect(overview.code).toBe(0)
    for (const command of ['check', 'format', 'diff', 'generate', 'crc', 'switch-layer']) {
      expect(overview.stdout).toContain(`tl-schema ${command}`)
      const { code, stdout } = await tlSchema([command, '--help'])
      expect(code).toBe(0)
      expect(stdout).toMatch(new RegExp(`^tl-schema ${command} `))
      expect(stdout).toContain('--help')
    }
  })

  it.each([
    [['chekc'], 'tl-schema: there is no command `chekc`, did you mean `check`?'],
    [['check'], 'tl-schema: check needs a file'],
    [['check', '--jsn', 'good.tl'], "tl-schema: Unknown option '--jsn'"],
    [['check', 'missing.tl'], 'tl-schema: cannot read missing.tl: there is no such file'],
    [['check', '.'], 'tl-schema: cannot read .: it is a folder'],
    [['diff', 'good.tl'], 'tl-schema: diff needs two files'],
    [['diff', '--from', 'x', '--to', '2', 'good.tl'], 'tl-schema: --from takes a number, not `x`'],
    [['format', '--write', '--check', 'good.tl'], 'tl-schema: give --write or --check, not both'],
    [['generate', 'good.tl', '--out', 'good.tl'], 'tl-schema: cannot write'],
    [['check', '--history', 'ugly.tl', 'missing.tl'], 'tl-schema: cannot read missing.tl'],
  ])('answers %j in one line and exits with 2', async (args, message) => {
    const { code, stdout, stderr } = await tlSchema(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })

  it('fails as a process too', async () => {
    const { code, stdout, stderr } = await spawned(['check', 'missing.tl'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe('tl-schema: cannot read missing.tl: there is no such file\n')
  })

  it('without a command, shows the overview and exits with 2', async () => {
    const { code, stdout, stderr } = await tlSchema([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('tl-schema check')
  })
})

describe('tl-schema --version', () => {
  it('says which compiler this is', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await spawned(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})
