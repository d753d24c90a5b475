import { createPinia, setActivePinia } from 'pinia';
import { createApp, h, reactive, type Component } from 'vue';
import { i18n } from '../locale/i18n.ts';

export interface Mounted<P> {
  readonly root: HTMLElement;
  /** Change one and the component follows. */
  readonly props: P;
  unmount: () => void;
}

/** A component on the page with fresh stores and the app's sentences. */
export function mounted<P extends Record<string, unknown>>(
  component: Component,
  given: P,
): Mounted<P> {
  const pinia = createPinia();
  setActivePinia(pinia);
  const root = document.createElement('div');
  document.body.append(root);
  const props = reactive({ ...given }) as P;
  const app = createApp({ render: () => h(component, props) })
    .use(pinia)
    .use(i18n);
  app.mount(root);
  return {
    root,
    props,
    unmount: () => {
      app.unmount();
      root.remove();
    },
  };
}
