import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDisposition } from './disposition.ts'
import { boundaryIn, readParts } from './multipart.ts'

const boundary = 'a-b'

/** As many pieces as there are cuts, at any places. */
async function* cut(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [...new Set(cuts.map((one) => one % (bytes.length + 1)))].sort((a, b) => a - b)
  let from = 0
  for (const to of [...places, bytes.length]) {
    yield bytes.subarray(from, to)
    from = to
  }
}

async function partsOf(bytes: Uint8Array, cuts: readonly number[] = []) {
  const read: { readonly name: string; readonly fileName: string | undefined; readonly content: Buffer }[] = []
  for await (const { name, fileName, bytes: own } of readParts(cut(bytes, cuts), boundary)) {
    const content: Uint8Array[] = []
    for await (const part of own) content.push(part)
    read.push({ name, fileName, content: Buffer.concat(content) })
  }
  return read
}

describe('the parts of a multipart body', () => {
  // What looks like the end of a part is likely, and nothing but the whole of it is one.
  const content = fc
    .array(
      fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.constantFrom('\r\n--', '\r\n', '--a-', '-', '\r').map(Buffer.from)),
    )
    .map((pieces) => Buffer.concat(pieces))
    .filter((bytes) => !Buffer.concat([Buffer.from('\r\n'), bytes]).includes(`\r\n--${boundary}`))
  const fileName = fc.option(
    fc.string({ unit: 'binary' }).filter((name) => !/[\\/"\r\n]/.test(name)),
    { nil: undefined },
  )
  const part = fc.record({ name: fc.stringMatching(/^[a-z_]{1,9}$/), fileName, content })

  it('are read as they were written, wherever the body is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        async (all, cuts) => {
          const written = all.flatMap((one) => {
            const file = one.fileName === undefined ? '' : `; filename="${one.fileName}"`
            const head = `--${boundary}\r\nContent-Disposition: form-data; name="${one.name}"${file}\r\n\r\n`
            return [Buffer.from(head), one.content, Buffer.from('\r\n')]
          })
          const body = Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)])
          expect(await partsOf(body, cuts)).toEqual(all)
        },
      ),
    )
  })

  it('end with an error for any other bytes, or are parts', async () => {
    const pieces = [
      '--a-b',
      '\r\n',
      'Content-Disposition: form-data; name=x',
      '\r\n\r\n',
      '--',
      'x',
      '; filename="',
      ';',
      '"',
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces)), async (some) => {
        const read = await partsOf(Buffer.from(some.join(''))).catch((error: unknown) => error)
        if (!Array.isArray(read))
          expect(read).toMatchObject({ code: 400, message: "Bad Request: can't parse multipart body" })
      }),
    )
  })

  it('are none in an empty body, and have bounded headers', async () => {
    expect(await partsOf(new Uint8Array())).toEqual([])
    const long = `--a-b\r\nContent-Disposition: form-data; name="${'x'.repeat(10_000)}"\r\n\r\n1\r\n--a-b--`
    await expect(partsOf(Buffer.from(long))).rejects.toMatchObject({ code: 400 })
  })
})

describe('the headers of a part', () => {
  it.each([
    // As HTTP has it, and as browsers and undici write it.
    ['name="f"; filename="a b.txt"', 'a b.txt'],
    ['name="f"; filename="ünï.txt"', 'ünï.txt'],
    // grammY
    ['name="f";filename=my report; v2.txt', 'my report; v2.txt'],
    // Telegraf, form-data
    ['name="f"; filename="the "new" one; "b".txt"', 'the "new" one; "b".txt'],
    // curl, Go
    ['name="f"; filename="a\\"b.txt"', 'a"b.txt'],
    ['name="f"; filename=""', ''],
    // .NET, urllib3
    ["name=f; filename=a.txt; filename*=utf-8''%C3%BC.txt", 'ü.txt'],
    ['name="f"; filename*=UTF-8\'\'%C3%BC.txt', 'ü.txt'],
    ['NAME="f"; FILENAME="C:\\folder\\a.txt"', 'a.txt'],
    ['filename=/tmp/a.txt ; name=f', 'a.txt'],
    ['name="f"', undefined],
  ])('%s names %s', (said, fileName) => {
    for (const header of ['Content-Disposition: form-data; ', 'content-disposition:form-data;']) {
      const read = readDisposition(`\r\nContent-Type: Text/Plain; charset=utf-8\r\n${header}${said}`)
      expect(read).toEqual({ name: 'f', fileName, mimeType: 'text/plain' })
    }
  })

  it('cost no more than a little, whatever they are', () => {
    const hostile = [';a="', ';a=', '" ', '; ', '=', '"'].map((piece) => piece.repeat(8_000 / piece.length))
    const before = performance.now()
    for (const text of hostile) readDisposition(`Content-Disposition: form-data; name=f${text}`)
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})

describe('the boundary of a body', () => {
  it.each([
    ['multipart/form-data; boundary=aB-1', 'aB-1'],
    ['multipart/form-data; charset=utf-8; BOUNDARY="a b"; x=y', 'a b'],
    ['multipart/form-data', undefined],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, undefined],
    ['multipart/form-data; boundary=""', undefined],
  ])('of %s is %s', (type, expected) => {
    expect(boundaryIn(type)).toBe(expected)
  })
})
