import '@kitware/vtk.js/Rendering/OpenGL/Profiles/Volume';
import type { vtkRenderer } from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkRenderWindow from '@kitware/vtk.js/Rendering/Core/RenderWindow';
import vtkRenderWindowInteractor from '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor';
import vtkOpenGLRenderWindow from '@kitware/vtk.js/Rendering/OpenGL/RenderWindow';
import { tellContextLost } from './context-loss.ts';

/** The browser gives no WebGL 2 (switched off, or the graphics process keeps dying). */
export class NoWebGlError extends Error {
  override name = 'NoWebGlError';
}

interface Context {
  readonly window: ReturnType<typeof vtkRenderWindow.newInstance>;
  readonly view: ReturnType<typeof vtkOpenGLRenderWindow.newInstance>;
  readonly interactor: ReturnType<typeof vtkRenderWindowInteractor.newInstance>;
  readonly canvas: HTMLCanvasElement;
}

let current: Context | null = null;
let users = 0;

/**
 * The one WebGL context of the program. Every vtk.js view adds its renderer to the same render
 * window, has its own picture drawn here and copies it onto its own 2D canvas; so the number of
 * views never meets the browser's limit on contexts, and volumes on the card are shared.
 */
export function acquireContext(): Context {
  users++;
  current ??= create();
  return current;
}

/** Ends one use; the last one frees the card's memory. */
export function releaseContext(): void {
  users--;
  if (users === 0) dispose();
}

/** Draws one renderer alone and returns the canvas that holds it until the next call. */
export function drawRenderer(
  renderer: vtkRenderer,
  width: number,
  height: number,
): HTMLCanvasElement {
  if (!current) throw new NoWebGlError('no context');
  const { view, window, canvas } = current;
  for (const other of window.getRenderersByReference()) other.setDraw(other === renderer);
  const [oldWidth, oldHeight] = view.getSize();
  if (oldWidth !== width || oldHeight !== height) view.setSize(width, height);
  view.traverseAllPasses();
  return canvas;
}

/** Takes a renderer off the window; nothing to do when the window has gone with a lost context. */
export function removeRenderer(renderer: vtkRenderer): void {
  if (current?.window.hasRenderer(renderer)) current.window.removeRenderer(renderer);
}

function create(): Context {
  const window = vtkRenderWindow.newInstance();
  const view = vtkOpenGLRenderWindow.newInstance();
  window.addView(view);
  view.setSize(64, 64);
  const canvas = view.getCanvas();
  // Asked for here with vtk.js's own wishes: it fails unclearly when there is nothing to be had.
  const options = { preserveDrawingBuffer: false, depth: true, alpha: true } as const;
  if (!canvas?.getContext('webgl2', { ...options, powerPreference: 'high-performance' })) {
    throw new NoWebGlError('no WebGL 2');
  }
  // vtkVolumeMapper asks the window's interactor whether the camera moves, and needs one to ask.
  const interactor = vtkRenderWindowInteractor.newInstance();
  interactor.setView(view);
  canvas.addEventListener('webglcontextlost', onLost);
  return { window, view, interactor, canvas };
}

function onLost(event: Event): void {
  event.preventDefault();
  if (event.target !== current?.canvas) return;
  dispose();
  tellContextLost();
}

function dispose(): void {
  const context = current;
  current = null;
  if (!context) return;
  const { window, view, interactor, canvas } = context;
  canvas.removeEventListener('webglcontextlost', onLost);
  for (const renderer of [...window.getRenderers()]) window.removeRenderer(renderer);
  interactor.delete();
  const gl = canvas.getContext('webgl2');
  window.removeView(view);
  view.delete();
  window.delete();
  if (gl && !gl.isContextLost()) gl.getExtension('WEBGL_lose_context')?.loseContext();
}
