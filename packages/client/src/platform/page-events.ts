/** What a page is told of its device and of its end. Node knows nothing of either. */
export interface PageEvents {
  /** The network is back, or the page is seen again. Gives back what ends the listening. */
  onWake(listener: () => void): () => void
  /** The page is being left: what is begun now may be all that is done. */
  onLeave(listener: () => void): () => void
}

export const noPageEvents: PageEvents = { onWake: () => () => {}, onLeave: () => () => {} }

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** @param scope the global object of a page, or of a worker, which has no document */
export function pageEventsOf(scope: object): PageEvents {
  const window = isTarget(scope) ? scope : undefined
  const document = 'document' in scope && isTarget(scope.document) ? scope.document : undefined
  const visibility = (): unknown => document !== undefined && 'visibilityState' in document && document.visibilityState

  return {
    onWake(listener) {
      return listen(
        [window, 'online', listener],
        [window, 'pageshow', listener],
        [document, 'visibilitychange', ifSeen],
      )
      function ifSeen(): void {
        if (visibility() === 'visible') listener()
      }
    },
    onLeave(listener) {
      return listen([window, 'pagehide', listener], [document, 'visibilitychange', ifHidden])
      // Phones end hidden pages without another word.
      function ifHidden(): void {
        if (visibility() === 'hidden') listener()
      }
    },
  }
}

function listen(...to: readonly (readonly [target: Target | undefined, type: string, listener: () => void])[]) {
  for (const [target, type, listener] of to) target?.addEventListener(type, listener)
  return (): void => {
    for (const [target, type, listener] of to) target?.removeEventListener(type, listener)
  }
}

function isTarget(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && 'addEventListener' in value && 'removeEventListener' in value
}
