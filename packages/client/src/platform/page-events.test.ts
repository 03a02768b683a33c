import { expect, test } from 'vitest'
import { noPageEvents, pageEventsOf } from './page-events.ts'

function page() {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  return { document, window: Object.assign(new EventTarget(), { document }) }
}

test('a page wakes when the network is back and when it is seen again', () => {
  const { window, document } = page()
  let woken = 0
  const stop = pageEventsOf(window).onWake(() => woken++)
  window.dispatchEvent(new Event('online'))
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(woken).toBe(1)
  document.visibilityState = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  window.dispatchEvent(new Event('pageshow'))
  expect(woken).toBe(3)
  stop()
  window.dispatchEvent(new Event('online'))
  expect(woken).toBe(3)
})

test('a page is left when it is hidden and when it goes', () => {
  const { window, document } = page()
  let left = 0
  const stop = pageEventsOf(window).onLeave(() => left++)
  document.dispatchEvent(new Event('visibilitychange'))
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  window.dispatchEvent(new Event('pagehide'))
  expect(left).toBe(2)
  stop()
  window.dispatchEvent(new Event('pagehide'))
  expect(left).toBe(2)
})

test('a worker has no document, and Node no page', () => {
  const worker = new EventTarget()
  let woken = 0
  pageEventsOf(worker).onWake(() => woken++)
  worker.dispatchEvent(new Event('online'))
  expect(woken).toBe(1)
  for (const events of [pageEventsOf({}), noPageEvents]) {
    events.onWake(() => woken++)()
    events.onLeave(() => woken++)()
  }
  expect(woken).toBe(1)
})
