import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../ports/clock.ts'
import { SendFailure } from '../ports/code-sender.ts'
import type { Log } from '../ports/log.ts'
import { atATime } from './at-a-time.ts'
import { createCodeSenders } from './code-senders.ts'
import { createCommandSender } from './command.ts'
import { createSmtpSender, smtpOptions } from './smtp.ts'
import { createWebhookSender } from './webhook.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-codes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const message = { phone: '491701234567', code: '24680', purpose: 'login' } as const

/** Everything that was logged, as one text. */
function listen(): { readonly log: Log; readonly text: () => string } {
  const lines: string[] = []
  const write = (fields: object, line: string): void => void lines.push(`${line} ${JSON.stringify(fields)}`)
  return { log: { debug: write, info: write, warn: write, error: write }, text: () => lines.join('\n') }
}

describe('the command for codes', () => {
  function script(name: string, body: string): string {
    const path = join(folder, name)
    writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o700 })
    return path
  }

  it('has the number and the code in its environment, and nothing of the server', async () => {
    const out = join(folder, 'out')
    process.env['CHAPPE_SMTP_PASSWORD'] = 'hush'
    const command = script('write.sh', `env | grep ^CHAPPE_ | sort > ${out}`)
    await createCommandSender(`${command} with "its own arguments"`)(message)
    delete process.env['CHAPPE_SMTP_PASSWORD']
    expect(readFileSync(out, 'utf8')).toBe('CHAPPE_CODE=24680\nCHAPPE_PHONE=+491701234567\nCHAPPE_PURPOSE=login\n')
    await createCommandSender(command)({ email: 'a@b.example', code: '1', purpose: 'recover' })
    expect(readFileSync(out, 'utf8')).toBe('CHAPPE_CODE=1\nCHAPPE_EMAIL=a@b.example\nCHAPPE_PURPOSE=recover\n')
  })

  it('has failed if it ends with another code than 0, is not there, or takes too long; then nothing of it goes on', async () => {
    await expect(createCommandSender(script('fail.sh', 'exit 3'))(message)).rejects.toThrow('ended with 3')
    await expect(createCommandSender(join(folder, 'none.sh'))(message)).rejects.toThrow('ended with 127')
    const late = join(folder, 'late')
    const slow = createCommandSender(script('slow.sh', `(sleep 1.5; touch ${late}) & sleep 30`), 300)
    await expect(slow(message)).rejects.toThrow('did not end within 0.3 s')
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect(() => readFileSync(late)).toThrow('ENOENT')
  })
})

describe('the webhook for codes', () => {
  const secret = 'a secret of the operator'

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/codes`
  }

  async function bodyOf(request: IncomingMessage): Promise<string> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    return body
  }

  it('gets JSON that is signed for its time', async () => {
    let signature = ''
    let body = ''
    const url = await serve(async (request, response) => {
      signature = String(request.headers['chappe-signature'])
      body = await bodyOf(request)
      response.writeHead(204).end()
    })
    await createWebhookSender({ url, secret, clock: { ...systemClock, now: () => 1_900_000_000_000 } })(message)
    expect(JSON.parse(body)).toEqual({ phone: '+491701234567', code: '24680', purpose: 'login' })
    const digest = createHmac('sha256', secret).update(`1900000000.${body}`).digest('hex')
    expect(signature).toBe(`t=1900000000,v1=${digest}`)
  })

  it('has failed if it answers anything but success, leads elsewhere, takes too long or is not there', async () => {
    let elsewhere = 0
    const other = await serve((_, response) => {
      elsewhere++
      response.end()
    })
    const url = await serve((request, response) => {
      if (request.url === '/codes/moved') response.writeHead(307, { location: other }).end()
      else if (request.url !== '/codes/silent') response.writeHead(500).end('24680')
    })
    const options = { secret, clock: systemClock, timeoutMs: 500 }
    await expect(createWebhookSender({ url, ...options })(message)).rejects.toThrow('answered 500')
    await expect(createWebhookSender({ url: `${url}/moved`, ...options })(message)).rejects.toThrow('answered 307')
    expect(elsewhere).toBe(0)
    await expect(createWebhookSender({ url: `${url}/silent`, ...options })(message)).rejects.toThrow('TimeoutError')
    const nobody = createWebhookSender({ url: 'http://127.0.0.1:1/', ...options })
    await expect(nobody(message)).rejects.toThrow('could not be asked')
  })
})

describe('e-mail by SMTP', () => {
  interface Mail {
    readonly to: string
    readonly from: string
    readonly user: string
    readonly secure: boolean
    readonly text: string
  }

  async function mailServer(
    more: { readonly answer?: Error; readonly silent?: boolean } = {},
  ): Promise<{ port: number; mails: Mail[] }> {
    const mails: Mail[] = []
    const server = new SMTPServer({
      authOptional: true,
      onAuth({ username, password }, _session, callback) {
        if (password === 'hush') callback(null, { user: username })
        else callback(new Error('no'))
      },
      onRcptTo(_address, _session, callback) {
        if (more.silent !== true) callback(more.answer)
      },
      onData(stream, session, callback) {
        let text = ''
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          mails.push({
            to: rcptTo[0]?.address ?? '',
            from: mailFrom === false ? '' : mailFrom.address,
            user: session.user ?? '',
            secure: session.secure,
            text,
          })
          callback()
        })
      },
    })
    server.on('error', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    const address = server.server.address()
    return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, mails }
  }

  const from = 'codes@example.org'
  const mail = { email: 'person@example.org', code: '135790', purpose: 'login' } as const

  it('brings the code, encrypted and as the user of the operator, and not in the subject', async () => {
    const { port, mails } = await mailServer()
    const send = createSmtpSender({ url: `smtp://us%40er@127.0.0.1:${port}`, password: 'hush', from })
    for (const purpose of ['login', 'confirm', 'recover'] as const) await send({ ...mail, purpose })
    expect(mails).toHaveLength(3)
    for (const { text, ...envelope } of mails) {
      expect(envelope).toEqual({ to: 'person@example.org', from, user: 'us@er', secure: true })
      expect(text).toMatch(/^Subject: [^0-9\r\n]+\r$/m)
      expect(text.slice(text.indexOf('\r\n\r\n'))).toContain('135790')
    }
  })

  it('never goes in the clear to another machine', () => {
    expect(smtpOptions({ url: 'smtp://mail.example.org', from })).toMatchObject({ requireTLS: true, port: 587 })
    expect(smtpOptions({ url: 'smtps://mail.example.org', from })).toMatchObject({ secure: true, port: 465 })
    expect(smtpOptions({ url: 'smtp://mail.example.org', from })).not.toHaveProperty('tls')
  })

  it('has failed if the server refuses, takes too long or is not there, and says nothing that is secret', async () => {
    const refusing = await mailServer({ answer: new Error('550 person@example.org is unknown') })
    const silent = await mailServer({ silent: true })
    const { port } = await mailServer()
    for (const [url, password, reason] of [
      [`smtp://127.0.0.1:${refusing.port}`, undefined, /EENVELOPE/],
      [`smtp://127.0.0.1:${silent.port}`, undefined, /too long|ETIMEDOUT|ESOCKET/],
      [`smtp://user@127.0.0.1:${port}`, 'wrong hush', /EAUTH/],
      ['smtp://127.0.0.1:1', undefined, /ECONNREFUSED|ESOCKET/],
    ] as const) {
      const failed = createSmtpSender({ url, password, from, timeoutMs: 1_000 })(mail)
      await expect(failed).rejects.toThrow(reason)
      await expect(failed).rejects.toThrow(SendFailure)
      await expect(failed).rejects.not.toThrow(/person@|135790|hush/)
    }
  })

  it('takes codes for numbers too, by an address book that may change while the server runs', async () => {
    const { port, mails } = await mailServer()
    const { log, text } = listen()
    const addressBook = join(folder, 'book.json')
    writeFileSync(addressBook, JSON.stringify({ '+49 170 1234567': 'person@example.org' }))
    const none = {
      codeCommand: undefined,
      codeWebhook: undefined,
      codeWebhookSecret: undefined,
      smtpPassword: undefined,
    }
    const config = { ...none, smtp: `smtp://127.0.0.1:${port}`, mailFrom: from, addressBook }
    const { codeSender, addressBook: book } = createCodeSenders(config, systemClock, log)
    expect(await book?.emailOf('491701234567')).toBe('person@example.org')
    await codeSender.send(message)
    expect(mails.map(({ to }) => to)).toEqual(['person@example.org'])
    const unknown = { phone: '491701234568', code: '1' }
    await expect(codeSender.send(unknown)).rejects.toThrow('not in the address book')

    writeFileSync(
      addressBook,
      JSON.stringify({ '+491701234567': 'person@example.org', '+491701234568': 'new@example.org' }),
    )
    await codeSender.send(unknown)
    expect(mails.map(({ to }) => to)).toEqual(['person@example.org', 'new@example.org'])
    writeFileSync(addressBook, '{ "+491701234567": ')
    await codeSender.send(unknown)
    expect(mails).toHaveLength(3)
    expect(text()).toContain('the last one stays')
    expect(text()).not.toMatch(/49170|example\.org|24680/)
    writeFileSync(addressBook, '[]')
    expect(() => createCodeSenders(config, systemClock, log)).toThrow('one JSON object')
  })
})

it('sends so many codes at a time, keeps so many waiting, and refuses the next at once', async () => {
  const limited = atATime(2, 3)
  const ends: (() => void)[] = []
  let most = 0
  let running = 0
  const task = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => ends.push(resolve))
    running--
  }
  const tasks = Array.from({ length: 5 }, () => limited(task))
  await expect(limited(task)).rejects.toThrow(SendFailure)
  for (let i = 0; i < 5; i++) {
    ends[i]?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(tasks)
  expect(most).toBe(2)
  const last = limited(async () => 'goes on')
  expect(await last).toBe('goes on')
})
