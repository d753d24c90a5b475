/** ESLint's type service cannot read .vue files; vue-tsc can, and then prefers the real types. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
