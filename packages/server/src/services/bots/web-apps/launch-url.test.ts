import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { launchUrl } from './launch-url.ts'

const urls = ['https://a.example/', 'https://a.example/app?x=1', 'http://127.0.0.1:8080']
const launch = { platform: 'web', fullscreen: false, isInline: false }

describe('the address of an app', () => {
  it('says behind its # what the app is to know, which is read back as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...urls), fc.string({ unit: 'grapheme' }), (url, initData) => {
        const opened = launchUrl({ ...launch, url, initData, themeParams: '{"bg_color":"#ffffff"}' })
        expect(opened.startsWith(`${url}#`)).toBe(true)
        const params = new URLSearchParams(opened.slice(url.length + 1))
        expect(params.get('tgWebAppData')).toBe(initData)
        expect(params.get('tgWebAppPlatform')).toBe('web')
        expect(params.get('tgWebAppThemeParams')).toBe('{"bg_color":"#ffffff"}')
      }),
    )
  })

  it('keeps what the app has behind a # of its own', () => {
    const params = 'tgWebAppVersion=9.1&tgWebAppPlatform=web'
    expect(launchUrl({ ...launch, url: 'https://a.example/#/shop' })).toBe(`https://a.example/#/shop?${params}`)
    expect(launchUrl({ ...launch, url: 'https://a.example/#a=1' })).toBe(`https://a.example/#a=1&${params}`)
    expect(launchUrl({ ...launch, url: 'https://a.example/#' })).toBe(`https://a.example/#${params}`)
  })

  it('has the start parameter where web servers see it, too', () => {
    const url = launchUrl({
      ...launch,
      url: 'https://a.example/?x=1',
      startParam: 'deal',
      isInline: true,
      fullscreen: true,
    })
    expect(url).toMatch(/^https:\/\/a\.example\/\?x=1&tgWebAppStartParam=deal#/)
    expect(url).toMatch(/&tgWebAppBotInline=1&tgWebAppFullscreen=1$/)
  })
})
