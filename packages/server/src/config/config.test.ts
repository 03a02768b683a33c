import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({})).toEqual({
      data: 'chappe-data',
      host: '127.0.0.1',
      port: 4430,
      dcId: 2,
      logFormat: 'pretty',
      testAccounts: true,
    })
  })

  it('turns test accounts off by itself where others can connect', () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.1', '127.example.com']) {
      expect(parseConfig({ host }).testAccounts).toBe(false)
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(parseConfig({ host }).testAccounts).toBe(true)
      expect(parseConfig({ host, testAccounts: '0' }).testAccounts).toBe(false)
    }
  })
})
