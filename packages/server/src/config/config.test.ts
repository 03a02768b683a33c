import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(content: unknown): string {
  const path = join(folder, 'chappe.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function failure(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('nothing was wrong')
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({})).toEqual({
      data: 'chappe-data',
      host: '127.0.0.1',
      port: 4430,
      logFormat: 'pretty',
      logLevel: 'info',
      testAccounts: true,
      loginNotices: true,
      loginEmail: false,
      linkPreviews: false,
      rateLimits: true,
      botApiLocal: false,
      registration: 'open',
      fileQuota: 51_200,
      maxFileParts: 4_000,
    })
  })

  it('turns test accounts off by itself where others can connect', () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.1', '127.example.com']) {
      expect(loadConfig({ values: { host } }, {}).testAccounts).toBe(false)
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(loadConfig({ values: { host } }, {}).testAccounts).toBe(true)
      expect(loadConfig({ values: { host } }, { CHAPPE_TEST_ACCOUNTS: '0' }).testAccounts).toBe(false)
    }
  })

  it('turns test accounts off by itself as soon as anything says that others are to reach the server', () => {
    for (const values of [
      { 'public-host': 'chat.example.org' },
      { 'public-host': '192.0.2.1' },
      { 'public-port': '443' },
      { 'code-command': 'true' },
    ]) {
      expect(loadConfig({ values }, {}).testAccounts).toBe(false)
      // Whoever asks for them knows what is in front of the server.
      expect(loadConfig({ values: { ...values, 'test-accounts': 'true' } }, {}).testAccounts).toBe(true)
    }
    expect(loadConfig({ values: { 'public-host': '127.0.0.1' } }, {}).testAccounts).toBe(true)
    expect(failure(() => loadConfig({ values: { host: '0.0.0.0', 'test-accounts': 'true' } }, {}))).toContain(
      'loopback',
    )
  })

  it('switches rate limits off only where nobody else is led to', () => {
    expect(loadConfig({ values: { 'rate-limits': 'false' } }, {}).rateLimits).toBe(false)
    for (const values of [{ host: '0.0.0.0' }, { 'public-host': 'chat.example.org' }, { 'public-port': '443' }]) {
      expect(failure(() => loadConfig({ values: { ...values, 'rate-limits': 'false' } }, {}))).toContain(
        'rate limits can only be switched off on a loopback address',
      )
    }
  })

  it('refuses hosts that are neither an address nor a name', () => {
    for (const host of ['http://chat.example.org', 'chat.example.org:443', '[::1]', 'a b', '..']) {
      const message = failure(() => loadConfig({ values: { host, 'public-host': host } }, {}))
      expect(message).toContain('--host must be an address or a name')
      expect(message).toContain('--public-host must be an address or a name')
    }
    for (const host of ['::', '192.0.2.1', 'chat.example.org', 'bücher.example', 'my_host']) {
      expect(loadConfig({ values: { host } }, {}).host).toBe(host)
    }
  })

  it('says what is missing or too much of how codes are sent, without quoting a secret', () => {
    const said = (values: Record<string, string>, environment = {}): string =>
      failure(() => loadConfig({ values }, environment))
    expect(said({ 'code-command': 'a', 'code-webhook': 'https://a.example' })).toContain('not by both')
    expect(said({ 'code-webhook': 'https://a.example' })).toContain('needs a secret')
    expect(said({ 'code-webhook': 'http://a.example' }, { CHAPPE_CODE_WEBHOOK_SECRET: 'hush' })).toMatch(
      /must begin with https.*16 characters/,
    )
    expect(said({ smtp: 'smtp://a:hush@b.example', 'mail-from': 'x' })).toMatch(
      /must not hold a password.*e-mail address/,
    )
    expect(said({ smtp: 'b.example:25' })).toMatch(/--smtp must be a URL.*--smtp needs --mail-from/)
    expect(said({ 'address-book': 'x.json' })).toContain('--address-book needs --smtp')
    const secretFile = join(folder, 'secret')
    writeFileSync(secretFile, 'hush hush hush hush\n')
    const both = { 'code-webhook': 'http://127.0.0.1:1/', 'code-webhook-secret-file': secretFile }
    expect(loadConfig({ values: both }, {}).codeWebhookSecret).toBe('hush hush hush hush')
    const message = said(both, { CHAPPE_CODE_WEBHOOK_SECRET: 'hush too, and longer' })
    expect(message).toContain('leave one out')
    expect(message).not.toContain('hush')
    expect(said({ ...both, 'code-webhook-secret-file': join(folder, 'no-secret') })).toContain('no-secret')
  })

  it('takes a word for yes or no', () => {
    for (const [text, value] of [
      ['on', true],
      ['1', true],
      ['YES', true],
      ['off', false],
      ['0', false],
    ] as const) {
      const environment = { CHAPPE_LOGIN_NOTICES: text, CHAPPE_LOGIN_EMAIL: text }
      expect(loadConfig({ values: {} }, environment)).toMatchObject({ loginNotices: value, loginEmail: value })
    }
    expect(failure(() => loadConfig({ values: { 'login-notices': '' } }, {}))).toContain('--login-notices must be')
  })

  it('takes the number of whoever answers questions, however it is written', () => {
    const support = (text: string) => loadConfig({ values: { support: text } }, {}).support
    expect(parseConfig({}).support).toBeUndefined()
    expect(support('')).toBeUndefined()
    expect([support('+49 170 1234567'), support('491701234567')]).toEqual(['491701234567', '491701234567'])
    expect(failure(() => support('@helper'))).toContain('--support must be a phone number')
  })

  it('takes a text of its own for the welcome, or none', () => {
    const welcome = (text: string) => loadConfig({ values: { 'welcome-text': text } }, {}).welcomeText
    expect(parseConfig({}).welcomeText).toBeUndefined()
    expect(welcome('on')).toBeUndefined()
    expect([welcome('off'), welcome('OFF'), welcome('')]).toEqual(['', '', ''])
    expect(welcome('**Hello**\nthere')).toBe('**Hello**\nthere')
    expect(failure(() => welcome(' '))).toContain('--welcome-text must be a text')
    expect(failure(() => welcome('x'.repeat(4097)))).toContain('at most 4096 characters')
  })

  it('takes the command line before the environment, that before the file, and that before the defaults', () => {
    const config = file({ port: 1, dcId: 1, host: '127.0.0.3', metricsPort: 4431 })
    const environment = { CHAPPE_PORT: '2', CHAPPE_DC_ID: '3', CHAPPE_CONFIG: config }
    expect(loadConfig({ values: { port: '3' } }, environment)).toMatchObject({
      port: 3,
      dcId: 3,
      host: '127.0.0.3',
      metricsPort: 4431,
      logFormat: 'pretty',
    })
    expect(loadConfig({ config, values: {} }, {}).port).toBe(1)
  })

  it('names all that is wrong at once, and where it was written', () => {
    const config = file({ dcId: 0, prot: 1, data: ['x'], testAccounts: 'perhaps' })
    const flags = { config, values: { port: '70000', 'log-format': 'xml' } }
    const environment = {
      CHAPPE_LOG_LEVEL: 'loud',
      CHAPPE_METRICS_PORT: 'x',
      CHAPPE_HOTS: '::',
      CHAPPE_LOGLEVEL: '',
      PATH: '',
    }
    const message = failure(() => loadConfig(flags, environment))
    for (const part of [
      '--port must be a whole number from 0 to 65535, not "70000"',
      '--log-format must be "pretty" or "json", not "xml"',
      'CHAPPE_LOG_LEVEL must be "debug", "info", "warn" or "error", not "loud"',
      'CHAPPE_METRICS_PORT must be',
      `"dcId" in ${config} must be`,
      `"prot" in ${config} is no setting; the nearest is "port"`,
      'CHAPPE_HOTS is no setting; the nearest is CHAPPE_HOST',
      'CHAPPE_LOGLEVEL is no setting; the nearest is CHAPPE_LOG_LEVEL',
      `"data" in ${config} must be a string`,
      `"testAccounts" in ${config} must be "true" or "false"`,
    ]) {
      expect(message).toContain(part)
    }
  })

  it('says what is wrong with a file that is missing, is no JSON, or holds no object', () => {
    expect(failure(() => loadConfig({ config: join(folder, 'none'), values: { port: 'x' } }, {}))).toMatch(
      /none: ENOENT.*--port/,
    )
    expect(failure(() => loadConfig({ config: file('{'), values: {} }, {}))).toContain('chappe.json')
    expect(failure(() => loadConfig({ config: file([]), values: {} }, {}))).toContain('one JSON object')
  })

  it('keeps metrics off the port of the clients', () => {
    expect(failure(() => loadConfig({ values: { port: '5', 'metrics-port': '5' } }, {}))).toContain('share port 5')
    expect(loadConfig({ values: { port: '0', 'metrics-port': '0' } }, {}).metricsPort).toBe(0)
    expect(loadConfig({ values: { 'metrics-port': 'off' } }, {}).metricsPort).toBeUndefined()
  })
})
