import { describe, expect, test } from 'vitest'
import * as api from './generated/api.ts'
import * as mtproto from './generated/mtproto.ts'
import { Reader, TlError, Writer } from './index.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function failure(work: () => unknown): { code: string; offset: number } {
  try {
    work()
  } catch (error) {
    if (error instanceof TlError) return { code: error.code, offset: error.offset }
    throw error
  }
  throw new Error('Nothing was thrown')
}

const peerUser = api.encode({ _: 'peerUser', userId: 777n })

describe('Decoding', () => {
  test('accepts only constructors of the asked type', () => {
    expect(api.decode('Peer', peerUser)).toEqual({ _: 'peerUser', userId: 777n })
    expect(failure(() => api.decode('InputPeer', peerUser))).toEqual({ code: 'UNEXPECTED_CONSTRUCTOR', offset: 0 })
    expect(failure(() => api.decodeMethod(peerUser))).toEqual({ code: 'UNEXPECTED_CONSTRUCTOR', offset: 0 })
  })

  test('refuses bytes after the value, and a value cut short at any byte', () => {
    const longer = new Uint8Array(peerUser.length + 4)
    longer.set(peerUser)
    expect(failure(() => api.decode('Peer', longer))).toEqual({ code: 'TRAILING_BYTES', offset: 12 })
    for (let length = 0; length < peerUser.length; length++) {
      expect(failure(() => api.decode('Peer', peerUser.subarray(0, length))).code).toBe('UNEXPECTED_END')
    }
  })

  test('checks counts against the bytes that are left', () => {
    const acknowledgement = hex('59b4d662 15c4b51c ffffff7f 0000000000000000')
    expect(failure(() => mtproto.decodeObject(acknowledgement))).toEqual({ code: 'INVALID_LENGTH', offset: 8 })
    const negative = hex('59b4d662 15c4b51c ffffffff 0000000000000000')
    expect(failure(() => mtproto.decodeObject(negative)).code).toBe('INVALID_LENGTH')
  })

  test('bounds nesting, also of requests that wrap requests', () => {
    const wrapper = hex('0d0d9bda e3000000')
    const bytes = new Uint8Array(wrapper.length * 100_000)
    for (let i = 0; i < 100_000; i++) bytes.set(wrapper, i * wrapper.length)
    expect(failure(() => api.decodeMethod(bytes)).code).toBe('TOO_DEEP')
    const bold = new Uint8Array(400_000).map((_, i) => [0xc4, 0xab, 0x24, 0x67][i % 4] ?? 0)
    expect(failure(() => api.decode('RichText', bold)).code).toBe('TOO_DEEP')
  })

  test('accepts padding that is not zero and lengths that are longer than they need be', () => {
    expect(new Reader(hex('01 61 ffff')).string()).toBe('a')
    expect(new Reader(hex('fe010000 61000000')).string()).toBe('a')
    expect(failure(() => new Reader(hex('ff010000 61000000')).string()).code).toBe('INVALID_LENGTH')
  })

  test('reads malformed UTF-8 as replacement characters, keeps a byte order mark', () => {
    expect(new Reader(hex('02 c328 00')).string()).toBe('\ufffd(')
    expect(new Reader(hex('04 efbbbf61 000000')).string()).toBe('\ufeffa')
  })

  test('takes any view of a buffer, at any offset', () => {
    const shifted = Buffer.concat([Buffer.from([1, 2, 3]), peerUser]).subarray(3)
    expect(api.decode('Peer', shifted)).toEqual({ _: 'peerUser', userId: 777n })
  })

  test('copies small byte strings and views large ones', () => {
    const part = { _: 'upload.file', type: { _: 'storage.fileJpeg' }, mtime: 0 } as const
    const large = api.encode({ ...part, bytes: new Uint8Array(100_000) })
    const decoded = api.decode('upload.File', large)
    expect(decoded._ === 'upload.file' && decoded.bytes.buffer === large.buffer).toBe(true)
    const ack = api.encode({ _: 'inputPhoto', id: 1n, accessHash: 1n, fileReference: new Uint8Array(8) })
    const photo = api.decode('InputPhoto', ack)
    expect(photo._ === 'inputPhoto' && photo.fileReference.buffer !== ack.buffer).toBe(true)
  })

  test('gives byte strings that later inputs do not touch, of any kind of input', () => {
    const photo = (byte: number): Uint8Array =>
      api.encode({ _: 'inputPhoto', id: 1n, accessHash: 1n, fileReference: new Uint8Array(700).fill(byte) })
    const inputs = [photo(1), Buffer.from(photo(2)), Buffer.concat([Buffer.alloc(5000), photo(3)]).subarray(5000)]
    const values = inputs.map((input) => api.decode('InputPhoto', input))
    api.decode('InputPhoto', photo(9))
    for (const [index, value] of values.entries()) {
      if (value._ !== 'inputPhoto') throw new Error('Not a photo')
      expect(value.fileReference).toEqual(new Uint8Array(700).fill(index + 1))
      expect(value.fileReference.constructor).toBe(Uint8Array)
    }
    expect(values[0]?._ === 'inputPhoto' && values[0].fileReference.buffer === inputs[0]?.buffer).toBe(true)
  })

  test('reads constructors with rare fields and without', () => {
    const user = { _: 'user', id: 1n, firstName: 'Claude' } as const
    expect(api.decode('User', api.encode(user))).toEqual(user)
    expect(Object.keys(api.decode('User', api.encode(user)))).not.toContain('botGuard')
    expect(api.decode('User', api.encode({ ...user, botGuard: true }))).toEqual({ ...user, botGuard: true })
  })

  test('does not nest deeper because an earlier sibling did', () => {
    const texts = Array.from({ length: 200 }, () => ({ _: 'textBold', text: { _: 'textEmpty' } }) as const)
    const bytes = api.encode({ _: 'textConcat', texts })
    expect(api.decode('RichText', bytes)).toMatchObject({ _: 'textConcat' })
  })
})

describe('Encoding', () => {
  test('writes the shortest length and zeros as padding', () => {
    const write = (text: string): string => {
      const writer = new Writer(1)
      writer.string(text)
      return toHex(writer.finish())
    }
    expect(write('')).toBe('00000000')
    expect(write('abc')).toBe('03616263')
    expect(write('abcd')).toBe('0461626364000000')
    expect(write('a'.repeat(253)).slice(0, 4)).toBe('fd61')
    expect(write('a'.repeat(254)).slice(0, 10)).toBe('fefe000061')
    // 127 letters of two bytes: too many for the short prefix that their number suggests.
    expect(write('ж'.repeat(127)).slice(0, 12)).toBe('fefe0000d0b6')
    expect(write('\ud800').slice(0, 8)).toBe('03efbfbd')
    // Long ones go another way.
    const long = `${'a'.repeat(30)}\ud800ж😀`
    expect(write(long)).toBe(`27${toHex(new TextEncoder().encode(long))}`)
  })

  test('takes 64-bit numbers signed or unsigned, and refuses others', () => {
    const write = (value: bigint): string => {
      const writer = new Writer()
      writer.long(value)
      return toHex(writer.finish())
    }
    expect(write(-1n)).toBe('ffffffffffffffff')
    expect(write(2n ** 64n - 1n)).toBe('ffffffffffffffff')
    expect(failure(() => write(2n ** 64n)).code).toBe('INVALID_VALUE')
    expect(failure(() => write(-(2n ** 63n) - 1n)).code).toBe('INVALID_VALUE')
  })

  test('names the field that is wrong', () => {
    const wrong: unknown = [{ _: 'messageEntityBold', offset: 0, length: 'x' }]
    const request: api.api.messages.sendMessage = {
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'text',
      randomId: 1n,
    }
    Object.assign(request, { entities: wrong })
    expect(() => api.encode(request)).toThrow('messages.sendMessage.entities[0].length')
    Object.assign(request, { entities: undefined, peer: undefined })
    expect(() => api.encode(request)).toThrow('messages.sendMessage.peer')
    Object.assign(request, { peer: { _: 'peerUser', userId: 1n } })
    expect(() => api.encode(request)).toThrow("'peerUser' cannot stand here")
  })

  test('is typed in its errors also for values that contain themselves', () => {
    const text: { _: 'textBold'; text: api.api.RichText } = { _: 'textBold', text: { _: 'textEmpty' } }
    text.text = text
    expect(failure(() => api.encode(text)).code).toBe('TOO_DEEP')
  })

  test('gives every caller a buffer of its own', () => {
    const first = api.encode({ _: 'peerUser', userId: 1n })
    const second = api.encode({ _: 'peerUser', userId: 2n })
    expect(first.buffer).not.toBe(second.buffer)
    expect(api.decode('Peer', first)).toEqual({ _: 'peerUser', userId: 1n })
    expect(first.byteLength).toBe(first.buffer.byteLength)
  })
})

describe('Results', () => {
  const config = { _: 'help.getNearestDc' } as const
  test('are those of the method inside its wrappers', () => {
    const request = {
      _: 'invokeWithLayer',
      layer: api.LAYER,
      query: { _: 'invokeWithoutUpdates', query: config },
    } as const
    const result = { _: 'nearestDc', country: 'FR', thisDc: 2, nearestDc: 2 } as const
    const decoded: api.api.nearestDc = api.decodeResult(request, api.encodeResult(request, result))
    expect(decoded).toEqual(result)
  })

  test('can be vectors and booleans', () => {
    const ids: api.api.messages.receivedMessages = { _: 'messages.receivedMessages', maxId: 5 }
    expect(api.decodeResult(ids, api.encodeResult(ids, []))).toEqual([])
    const status: api.api.account.updateStatus = { _: 'account.updateStatus', offline: false }
    expect(toHex(api.encodeResult(status, true))).toBe('b5757299')
    expect(failure(() => api.decodeResult(status, hex('00000000'))).code).toBe('UNEXPECTED_CONSTRUCTOR')
  })
})
