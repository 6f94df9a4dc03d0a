<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>penumbra::Tool</name>
    <message>
        <source>Change this layer</source>
        <translation>Diese Ebene ändern</translation>
    </message>
    <message>
        <source>New layer above</source>
        <translation>Neue Ebene darüber</translation>
    </message>
    <message>
        <source>Layer stack</source>
        <translation>Ebenenstapel</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>&amp;Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Steps</source>
        <translation>&amp;Schritte</translation>
    </message>
    <message>
        <source>&amp;Method</source>
        <translation>&amp;Verfahren</translation>
    </message>
    <message>
        <source>Which trained agent retouches the picture. Each brightens in its own way: compare them on your photo.</source>
        <translation>Welcher trainierte Agent das Bild bearbeitet. Jeder hellt auf seine eigene Weise auf: Vergleichen Sie an Ihrem Foto.</translation>
    </message>
    <message>
        <source>How many steps the agent takes. More steps brighten dark places further and give the slider more stops. Changing it makes the agent decide again.</source>
        <translation>Wie viele Schritte der Agent geht. Mehr Schritte hellen dunkle Stellen weiter auf und geben dem Regler mehr Stufen; der Agent entscheidet neu.</translation>
    </message>
    <message>
        <source>St&amp;rength</source>
        <translation>S&amp;tärke</translation>
    </message>
    <message>
        <source>How much of every step is applied. 0 % leaves the picture as it is, 100 % applies what the agent decided, more exaggerates it.</source>
        <translation>Wie viel von jedem Schritt angewendet wird. 0 % lässt das Bild, wie es ist, 100 % ist, was der Agent entschieden hat, mehr übertreibt es.</translation>
    </message>
    <message>
        <source>De&amp;noise</source>
        <translation>E&amp;ntrauschen</translation>
    </message>
    <message>
        <source>How much of the noise that brightening brings out is removed. The agent looks for noise and removes it in a separate step; a photo without noise gets no such step.</source>
        <translation>Wie viel von dem Rauschen entfernt wird, das beim Aufhellen hervortritt. Der Agent sucht nach Rauschen und entfernt es in einem eigenen Schritt; ein Foto ohne Rauschen bekommt keinen.</translation>
    </message>
    <message>
        <source>Cl&amp;arity</source>
        <translation>Kla&amp;rheit</translation>
    </message>
    <message>
        <source>How much of the local contrast that brightening flattens is restored. It brings out texture without halos along large edges, in a separate step after the best one.</source>
        <translation>Wie weit der lokale Kontrast angehoben wird, den das Aufhellen abflacht: Strukturen treten hervor, große Kanten bekommen keine Säume. Das ist ein eigener Schritt nach dem besten.</translation>
    </message>
    <message>
        <source>Where the result goes: into the layer itself, or into a new layer above it, which leaves the original untouched below.</source>
        <translation>Wohin das Ergebnis kommt: in die Ebene selbst oder in eine neue Ebene darüber, unter der das Original unverändert bleibt.</translation>
    </message>
    <message>
        <source>Which trained agent chooses the exposures: compare them on your photo.</source>
        <translation>Welcher trainierte Agent die Belichtungen wählt: Vergleichen Sie sie an Ihrem Foto.</translation>
    </message>
    <message>
        <source>Multiplies all exposures: 0 % leaves the picture as it is, 100 % applies them unchanged, more exaggerates them.</source>
        <translation>Vervielfacht alle Belichtungen: 0 % lässt das Bild, wie es ist, 100 % ist, was unten steht, mehr übertreibt es.</translation>
    </message>
    <message>
        <source>Where the result goes: into the layer itself, into a new layer above it, or into a group of layers, one for each exposure with its mask, which you can go on editing.</source>
        <translation>Wohin das Ergebnis kommt: in die Ebene selbst, in eine neue Ebene darüber oder in eine Ebenengruppe mit einer Ebene samt Maske für jede Belichtung, um damit weiterzuarbeiten.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The same picture</source>
        <translation>Dasselbe Bild</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
    <message>
        <source>It sho&amp;ws</source>
        <translation>S&amp;ie zeigt</translation>
    </message>
    <message>
        <source>What the reference shows. If it is the same picture, edited by someone, the photo is matched to it point by point. If it is something else, the photo takes on its tones and colours. Automatic compares the two and decides.</source>
        <translation>Was die Referenz zeigt. Dasselbe Bild, von jemandem bearbeitet: Das Foto wird ihm Punkt für Punkt angeglichen. Etwas anderes: Seine Lichter und Farben werden übernommen. Automatisch findet es heraus.</translation>
    </message>
    <message>
        <source>How many times the tuner looks at the result and corrects the sliders. The first steps usually make the most difference.</source>
        <translation>Wie oft der Abstimmer das Ergebnis ansieht und die Regler nachstellt. Meist bringen die ersten Schritte am meisten.</translation>
    </message>
    <message>
        <source>&amp;Amount</source>
        <translation>Stä&amp;rke</translation>
    </message>
    <message>
        <source>Multiplies all nine sliders: 0 % leaves the picture as it is, 100 % applies them as they are set, more exaggerates them.</source>
        <translation>Vervielfacht alle neun Regler: 0 % lässt das Bild, wie es ist, 100 % ist, was sie sagen, mehr übertreibt es.</translation>
    </message>
    <message>
        <source>&amp;Polish</source>
        <translation>&amp;Feinschliff</translation>
    </message>
    <message>
        <source>Refines the closest step with an optimiser, in a separate step. Takes a few tenths of a second longer.</source>
        <translation>Macht vom nächsten Schritt aus mit einem Optimierer weiter, als Schritt für sich. Dauert einige Zehntelsekunden länger.</translation>
    </message>
    <message>
        <source>Auto Enhance Low Light</source>
        <translation>Dunkle Fotos aufhellen</translation>
    </message>
    <message>
        <source>&lt;p&gt;An agent looks at a small copy of your photo and brightens it step by step, each place as much as it needs. Move the slider under the picture to see every step, and keep the one you like: the star marks the step that the agent itself rates best.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Method&lt;/b&gt; chooses the agent, &lt;b&gt;Steps&lt;/b&gt; how many steps it takes, &lt;b&gt;Strength&lt;/b&gt; how much of each step is applied. &lt;b&gt;Denoise&lt;/b&gt; removes noise, &lt;b&gt;Clarity&lt;/b&gt; brings out texture. What you see is what OK gives you; at 100 % zoom the picture is computed from the photo at its full size.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Ein Agent betrachtet eine kleine Kopie Ihres Fotos und hellt es Schritt für Schritt auf, jede Stelle so weit, wie sie es braucht. Mit dem Regler unter dem Bild sehen Sie jeden Schritt und behalten den, der Ihnen gefällt: Der Stern markiert den Schritt, den der Agent selbst am besten bewertet.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Verfahren&lt;/b&gt; wählt den Agenten, &lt;b&gt;Schritte&lt;/b&gt;, wie viele Schritte er geht, &lt;b&gt;Stärke&lt;/b&gt;, wie viel von jedem angewendet wird. &lt;b&gt;Entrauschen&lt;/b&gt; entfernt Rauschen, &lt;b&gt;Klarheit&lt;/b&gt; lässt Strukturen hervortreten. Was Sie sehen, ist, was OK ergibt; bei 100 % wird das Bild aus den Pixeln des Fotos in voller Größe berechnet.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Balance Local Exposure</source>
        <translation>Belichtung örtlich ausgleichen</translation>
    </message>
    <message>
        <source>&lt;p&gt;An agent divides your photo into segments, chooses an exposure for each, as if you had taken the photo several times, and blends them: each place comes from the exposure that shows it best.&lt;/p&gt;&lt;p&gt;Move the slider under the picture to add the exposures one after the other. In the list, change an exposure, switch it off, or show it alone; &lt;b&gt;Undo&lt;/b&gt; and &lt;b&gt;Redo&lt;/b&gt; step through your changes. While the pointer is on a row, red shows where that segment is. Choose &lt;b&gt;Layer stack&lt;/b&gt; as output to get every exposure as a layer with its mask.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Ein Agent teilt Ihr Foto in Bereiche, wählt für jeden eine Belichtung, als hätten Sie das Foto mehrmals aufgenommen, und überblendet sie: Jede Stelle kommt aus der Belichtung, die sie am besten zeigt.&lt;/p&gt;&lt;p&gt;Bewegen Sie den Regler unter dem Bild, um die Belichtungen eine nach der anderen hinzukommen zu sehen. In der Liste ändern Sie eine Belichtung, lassen sie weg oder sehen sie allein an; &lt;b&gt;Rückgängig&lt;/b&gt; und &lt;b&gt;Wiederholen&lt;/b&gt; gehen durch, was Sie geändert haben. Solange der Zeiger auf einer Zeile steht, zeigt Rot, wo der Bereich liegt. &lt;b&gt;Ebenenstapel&lt;/b&gt; als Ausgabe gibt Ihnen jede Belichtung als Ebene mit ihrer Maske.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Match Look to Reference</source>
        <translation>Aussehen einer Referenz übernehmen</translation>
    </message>
    <message>
        <source>&lt;p&gt;Choose a &lt;b&gt;reference&lt;/b&gt;, a picture whose look you want: a file, a picture that is open, or one from the clipboard. An agent, the tuner, then sets nine sliders in up to ten steps so that your photo comes to look like it; the curve shows how far each step is from the reference.&lt;/p&gt;&lt;p&gt;If the reference shows the same picture, edited by someone, the photo is matched to it point by point, and &lt;b&gt;Polish&lt;/b&gt; refines the match. Otherwise the photo takes on its tones and colours; if no step is clearly closer in style, a polished step is added. &lt;b&gt;It shows&lt;/b&gt; says which of the two was detected; you can choose the other.&lt;/p&gt;&lt;p&gt;Continue from any step with the &lt;b&gt;nine sliders&lt;/b&gt;: what you set becomes a state of its own at the end of the filmstrip, &lt;i&gt;By hand&lt;/i&gt;. The steps stay as they are, so you can compare them and come back. If you move a slider while another step is shown, you start over from that step; &lt;b&gt;Undo&lt;/b&gt; brings back what was there, and &lt;b&gt;Redo&lt;/b&gt; makes the change again. A double click on a slider resets it to the step&apos;s value.&lt;/p&gt;&lt;p&gt;OK applies exactly what is shown. &lt;b&gt;Repeat&lt;/b&gt; in the editor then matches the next photo to the same reference; if you set the sliders by hand, or pasted the reference, it applies the same sliders.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Wählen Sie eine &lt;b&gt;Referenz&lt;/b&gt;, ein Bild, dessen Aussehen Sie wünschen: eine Datei, ein geöffnetes Bild oder eines aus der Zwischenablage. Ein Agent, der Abstimmer, stellt dann in bis zu zehn Schritten neun Regler so ein, dass Ihr Foto ihr ähnlich wird; die Kurve zeigt, wie weit jeder Schritt von der Referenz entfernt ist.&lt;/p&gt;&lt;p&gt;Wo die Referenz dasselbe Bild zeigt, von jemandem bearbeitet, wird es Punkt für Punkt angeglichen; &lt;b&gt;Feinschliff&lt;/b&gt; treibt das weiter. Sonst werden Lichter und Farben übernommen; wo ihr kein Schritt im Stil sicher näher kommt, folgt von selbst einer mit Feinschliff. &lt;b&gt;Sie zeigt&lt;/b&gt; sagt, was von beidem erkannt wurde, und Sie können anders entscheiden.&lt;/p&gt;&lt;p&gt;Machen Sie von jedem Schritt aus mit den &lt;b&gt;neun Reglern&lt;/b&gt; weiter: Was Sie einstellen, wird ein Zustand für sich am Ende des Filmstreifens, &lt;i&gt;Von Hand&lt;/i&gt;. Die Schritte bleiben, was sie sind; so können Sie vergleichen und zurückkehren. Ein Regler, der bewegt wird, während ein anderer Schritt gezeigt wird, beginnt neu bei diesem Schritt; &lt;b&gt;Rückgängig&lt;/b&gt; holt zurück, was da war, und &lt;b&gt;Wiederholen&lt;/b&gt; macht die Änderung noch einmal. Ein Doppelklick auf einen Regler setzt ihn auf den Wert des Schritts zurück.&lt;/p&gt;&lt;p&gt;OK wendet genau an, was gezeigt wird. &lt;b&gt;Wiederholen&lt;/b&gt; im Bildeditor gleicht dann das nächste Foto derselben Referenz an; wo Sie die Regler von Hand gestellt oder die Referenz eingefügt haben, stellt es dieselben Regler ein.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Changed the photo only a little.</source>
        <translation>Das Foto nur wenig verändert.</translation>
    </message>
    <message>
        <source>Left the photo as it is.</source>
        <translation>Das Foto blieb, wie es ist.</translation>
    </message>
    <message>
        <source>brightened all of it by %1 EV</source>
        <translation>alles um %1 EV aufgehellt</translation>
    </message>
    <message>
        <source>darkened all of it by %1 EV</source>
        <translation>alles um %1 EV abgedunkelt</translation>
    </message>
    <message>
        <source>lifted the shadows by %1 EV</source>
        <translation>Tiefen um %1 EV aufgehellt</translation>
    </message>
    <message>
        <source>deepened the shadows by %1 EV</source>
        <translation>Tiefen um %1 EV abgedunkelt</translation>
    </message>
    <message>
        <source>brightened the middle tones by %1 EV</source>
        <translation>Mitteltöne um %1 EV aufgehellt</translation>
    </message>
    <message>
        <source>darkened the middle tones by %1 EV</source>
        <translation>Mitteltöne um %1 EV abgedunkelt</translation>
    </message>
    <message>
        <source>held the highlights</source>
        <translation>Lichter gehalten</translation>
    </message>
    <message>
        <source>brightened the highlights by %1 EV</source>
        <translation>Lichter um %1 EV aufgehellt</translation>
    </message>
    <message>
        <source>took the highlights back by %1 EV</source>
        <translation>Lichter um %1 EV zurückgenommen</translation>
    </message>
    <message>
        <source>made it black and white</source>
        <translation>in Schwarzweiß umgewandelt</translation>
    </message>
    <message>
        <source>made it warmer</source>
        <translation>wärmer gemacht</translation>
    </message>
    <message>
        <source>made it cooler</source>
        <translation>kühler gemacht</translation>
    </message>
    <message>
        <source>tinted it towards magenta</source>
        <translation>in Richtung Magenta getönt</translation>
    </message>
    <message>
        <source>tinted it towards green</source>
        <translation>in Richtung Grün getönt</translation>
    </message>
    <message>
        <source>made the colours stronger</source>
        <translation>Farben verstärkt</translation>
    </message>
    <message>
        <source>muted the colours</source>
        <translation>Farben gedämpft</translation>
    </message>
    <message>
        <source>sharpened it</source>
        <translation>geschärft</translation>
    </message>
    <message>
        <source>softened it</source>
        <translation>weichgezeichnet</translation>
    </message>
    <message>
        <source>took the noise off</source>
        <translation>Rauschen entfernt</translation>
    </message>
    <message>
        <source>took off half of the noise</source>
        <translation>die Hälfte des Rauschens entfernt</translation>
    </message>
    <message>
        <source>took off %1 % of the noise</source>
        <translation>%1 % des Rauschens entfernt</translation>
    </message>
    <message>
        <source>brought texture forward</source>
        <translation>Strukturen hervorgehoben</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Dialog</name>
    <message>
        <source>%1 — %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Copy as Command Line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copies the command that makes the same picture from a terminal or a script</source>
        <translation>Kopiert den Befehl, der im Terminal oder in einem Skript dasselbe Bild erzeugt</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Applies the chosen step to the picture</source>
        <translation>Wendet den gewählten Schritt auf das Bild an</translation>
    </message>
    <message>
        <source>Leaves the picture as it was</source>
        <translation>Lässt das Bild, wie es war</translation>
    </message>
    <message>
        <source>Sets all values back to their defaults</source>
        <translation>Setzt alle Werte auf ihre Vorgaben zurück</translation>
    </message>
    <message>
        <source>Stopped before the agent had decided.</source>
        <translation>Angehalten, bevor der Agent entschieden hatte.</translation>
    </message>
    <message>
        <source>What the tool does, the keys, and who made it</source>
        <translation>Was das Werkzeug tut, die Tasten und wer es gemacht hat</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Filmstrip</name>
    <message>
        <source>Filmstrip of the steps</source>
        <translation>Filmstreifen der Schritte</translation>
    </message>
    <message>
        <source>The photo as it was</source>
        <translation>Das Foto, wie es war</translation>
    </message>
    <message>
        <source>Rated best by the agent</source>
        <translation>Vom Agenten am besten bewertet</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::FinishSliders</name>
    <message>
        <source>&amp;Exposure</source>
        <translation>&amp;Belichtung</translation>
    </message>
    <message>
        <source>Makes the whole picture lighter or darker, as a longer or shorter exposure does: +1 EV doubles the light.</source>
        <translation>Macht das ganze Bild heller oder dunkler, wie es eine längere oder kürzere Belichtung tut: +1 LW verdoppelt das Licht.</translation>
    </message>
    <message>
        <source>&amp;Temperature</source>
        <translation>&amp;Temperatur</translation>
    </message>
    <message>
        <source>Above 0 the colours get warmer, towards orange, below 0 cooler, towards blue. How light they are stays.</source>
        <translation>Über 0 werden die Farben wärmer, zum Orange hin, unter 0 kühler, zum Blau hin. Ihre Helligkeit bleibt.</translation>
    </message>
    <message>
        <source>T&amp;int</source>
        <translation>Tö&amp;nung</translation>
    </message>
    <message>
        <source>Above 0 the colours turn towards magenta, below 0 towards green. How light they are stays.</source>
        <translation>Über 0 gehen die Farben zum Magenta hin, unter 0 zum Grün hin. Ihre Helligkeit bleibt.</translation>
    </message>
    <message>
        <source>Sat&amp;uration</source>
        <translation>Sätti&amp;gung</translation>
    </message>
    <message>
        <source>Above 0 colours get stronger, as far as none is cut off; below 0 paler, and at -100 % the picture is grey.</source>
        <translation>Über 0 werden die Farben kräftiger, soweit keine abgeschnitten wird; unter 0 blasser, und bei -100 % ist das Bild grau.</translation>
    </message>
    <message>
        <source>Co&amp;ntrast</source>
        <translation>&amp;Kontrast</translation>
    </message>
    <message>
        <source>Above 0 light parts get lighter and dark parts darker; below 0 both come nearer to the middle.</source>
        <translation>Über 0 werden helle Stellen heller und dunkle dunkler; unter 0 rücken beide zur Mitte.</translation>
    </message>
    <message>
        <source>&amp;Highlights</source>
        <translation>&amp;Lichter</translation>
    </message>
    <message>
        <source>Changes the light parts alone: below 0 they darken, and what exposure pushed past white comes back.</source>
        <translation>Ändert nur die hellen Stellen: unter 0 werden sie dunkler, und was die Belichtung über Weiß hinaus schob, kommt zurück.</translation>
    </message>
    <message>
        <source>Sha&amp;dows</source>
        <translation>&amp;Tiefen</translation>
    </message>
    <message>
        <source>Changes the dark parts alone: above 0 they lighten, below 0 they darken. Black stays black.</source>
        <translation>Ändert nur die dunklen Stellen: über 0 werden sie heller, unter 0 dunkler. Schwarz bleibt schwarz.</translation>
    </message>
    <message>
        <source>Blac&amp;ks</source>
        <translation>Schwar&amp;z</translation>
    </message>
    <message>
        <source>Changes what is nearly black: above 0 it fades to grey, as on old prints; below 0 it gets blacker.</source>
        <translation>Ändert, was fast schwarz ist: über 0 verblasst es zu Grau, wie auf alten Abzügen; unter 0 wird es schwärzer.</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Above 0 edges get sharper, below 0 softer, by the same amount in pictures of every size.</source>
        <translation>Über 0 werden Kanten schärfer, unter 0 weicher, in Bildern jeder Größe gleich viel.</translation>
    </message>
    <message>
        <source> EV</source>
        <translation> LW</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>%1 in EV</source>
        <translation>%1 in LW</translation>
    </message>
    <message>
        <source>%1 in percent</source>
        <translation>%1 in Prozent</translation>
    </message>
    <message>
        <source>A double click, or Delete, goes back to the value of the step.</source>
        <translation>Ein Doppelklick oder Entf geht auf den Wert des Schritts zurück.</translation>
    </message>
    <message>
        <source>Sets all nine sliders back to the step that you began with. Undo brings yours back.</source>
        <translation>Setzt alle neun Regler auf den Schritt zurück, bei dem Sie begonnen haben. Rückgängig holt Ihre zurück.</translation>
    </message>
    <message>
        <source>Reset to “%1”</source>
        <translation>Zurück auf „%1“</translation>
    </message>
    <message>
        <source>Reset to Step %1</source>
        <translation>Zurück auf Schritt %1</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::HelpWindow</name>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>Left, Right, wheel on the filmstrip</source>
        <translation>Links, Rechts, Mausrad auf dem Filmstreifen</translation>
    </message>
    <message>
        <source>step before, step after</source>
        <translation>voriger, nächster Schritt</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>original, last step</source>
        <translation>Original, letzter Schritt</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>best step</source>
        <translation>bester Schritt</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>play the steps</source>
        <translation>Schritte abspielen</translation>
    </message>
    <message>
        <source>Hold Space</source>
        <translation>Leertaste halten</translation>
    </message>
    <message>
        <source>see the original</source>
        <translation>Original sehen</translation>
    </message>
    <message>
        <source>S, D</source>
        <translation>S, D</translation>
    </message>
    <message>
        <source>before and after in one picture, side by side</source>
        <translation>Vorher und Nachher in einem Bild, nebeneinander</translation>
    </message>
    <message>
        <source>Ctrl+Left, Ctrl+Right</source>
        <translation>Strg+Links, Strg+Rechts</translation>
    </message>
    <message>
        <source>move the line between before and after</source>
        <translation>Trennlinie zwischen Vorher und Nachher verschieben</translation>
    </message>
    <message>
        <source>F, 1</source>
        <translation>F, 1</translation>
    </message>
    <message>
        <source>fit the picture, 100 %</source>
        <translation>Bild einpassen, 100 %</translation>
    </message>
    <message>
        <source>+, −, wheel on the picture</source>
        <translation>+, −, Mausrad auf dem Bild</translation>
    </message>
    <message>
        <source>zoom in, zoom out</source>
        <translation>vergrößern, verkleinern</translation>
    </message>
    <message>
        <source>Drag, Shift+arrow keys</source>
        <translation>Ziehen, Umschalt+Pfeiltasten</translation>
    </message>
    <message>
        <source>move the picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>Enter, Esc</source>
        <translation>Eingabe, Esc</translation>
    </message>
    <message>
        <source>OK, Cancel</source>
        <translation>OK, Abbrechen</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Penumbra %1&lt;/h3&gt;&lt;p&gt;Retouches photographs step by step with trained agents.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or any later version (GPL-3.0-or-later). It comes without any warranty.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Penumbra %1&lt;/h3&gt;&lt;p&gt;Bearbeitet Fotos Schritt für Schritt mit trainierten Agenten.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder jeder späteren Version (GPL-3.0-or-later). Ohne jede Gewährleistung.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h4&gt;Credits&lt;/h4&gt;</source>
        <translation>&lt;h4&gt;Mitwirkende&lt;/h4&gt;</translation>
    </message>
    <message>
        <source>How to use</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y</source>
        <translation>Strg+Z, Strg+Umschalt+Z oder Strg+Y</translation>
    </message>
    <message>
        <source>take back a change by hand, make it again</source>
        <translation>Änderung von Hand zurücknehmen, noch einmal machen</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>the reference beside the picture (Match Look to Reference)</source>
        <translation>die Referenz neben dem Bild (Aussehen einer Referenz übernehmen)</translation>
    </message>
    <message>
        <source>C</source>
        <translation>C</translation>
    </message>
    <message>
        <source>mark what is clipped: white in red, black in blue</source>
        <translation>markieren, was beschnitten ist: Weiß in Rot, Schwarz in Blau</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Histogram</name>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>White: %1 % of the picture (original: %2 %). Black: %3 % (original: %4 %).</source>
        <translation>Weiß: %1 % des Bildes (Original: %2 %). Schwarz: %3 % (Original: %4 %).</translation>
    </message>
    <message>
        <source>How many pixels are how light: the picture shown is filled, the original is a line. A mark at the right says that something is white with no detail left, one at the left that it is black. Click to see where (C).</source>
        <translation>Wie viele Pixel wie hell sind: das gezeigte Bild als Fläche, das Original als Linie. Ein Zeichen rechts sagt, dass etwas weiß ist und keine Zeichnung mehr hat, eines links, dass es schwarz ist. Ein Klick zeigt, wo (C).</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::LocalExposurePanel</name>
    <message>
        <source>Exposures</source>
        <translation>Belichtungen</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::MatchLookPanel</name>
    <message>
        <source>Export as LUT…</source>
        <translation>Als LUT exportieren …</translation>
    </message>
    <message>
        <source>Writes the colours of the picture shown as a .cube look-up table, for other programs. It cannot hold the sharpness.</source>
        <translation>Schreibt die Farben des gezeigten Bildes als Umrechnungstabelle (.cube) für andere Programme. Die Schärfe kann sie nicht enthalten.</translation>
    </message>
    <message>
        <source>Automatic: the same picture</source>
        <translation>Automatisch: dasselbe Bild</translation>
    </message>
    <message>
        <source>Automatic: something else</source>
        <translation>Automatisch: etwas anderes</translation>
    </message>
    <message>
        <source>Export as LUT</source>
        <translation>Als LUT exportieren</translation>
    </message>
    <message>
        <source>Look-up tables of %1 points</source>
        <translation>Umrechnungstabellen mit %1 Punkten</translation>
    </message>
    <message>
        <source>The look-up table cannot be written to %1: %2.</source>
        <translation>Die Umrechnungstabelle kann nicht nach %1 geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>The colours were written to %1.</source>
        <translation>Die Farben wurden nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>The colours were written to %1. The sharpness is not in it: a look-up table knows each colour, but not its neighbours.</source>
        <translation>Die Farben wurden nach %1 geschrieben. Die Schärfe ist nicht darin: Eine Tabelle kennt jede Farbe, aber nicht ihre Nachbarn.</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::MatchLookSession</name>
    <message>
        <source>Choose the reference, the picture whose look your photo is to take on: drop a file on the box at the right, paste a picture by Ctrl+V, or press “Choose…”.</source>
        <translation>Wählen Sie die Referenz, das Bild, dessen Aussehen Ihr Foto annehmen soll: Ziehen Sie eine Datei auf das Feld rechts, fügen Sie ein Bild mit Strg+V ein, oder drücken Sie „Wählen …“.</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>How far the lights and colours of each step are from those of the reference, 0 to 100: the lower, the nearer. The star marks the nearest step.</source>
        <translation>Wie weit Lichter und Farben jedes Schritts von denen der Referenz entfernt sind, 0 bis 100: je niedriger, desto näher. Der Stern markiert den nächsten Schritt.</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Polished</source>
        <translation>Feinschliff</translation>
    </message>
    <message>
        <source>Hand</source>
        <comment>caption in a very narrow place</comment>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Polish</source>
        <comment>caption in a very narrow place</comment>
        <translation>Fein</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>There is not enough memory to open “%1”.</source>
        <translation>Der Speicher reicht nicht, um „%1“ zu öffnen.</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Notice</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copies the message, for a report</source>
        <translation>Kopiert die Meldung, etwa für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::ParameterForm</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> EV</source>
        <translation> LW</translation>
    </message>
    <message>
        <source>%1 in percent</source>
        <translation>%1 in Prozent</translation>
    </message>
    <message>
        <source>%1 in EV</source>
        <translation>%1 in LW</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>%1 as a number</source>
        <translation>%1 als Zahl</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::PresetBar</name>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Applies values that were saved under a name</source>
        <translation>Wendet Werte an, die unter einem Namen gespeichert wurden</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Saves the present values under a name</source>
        <translation>Speichert die jetzigen Werte unter einem Namen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deletes the chosen preset</source>
        <translation>Löscht die gewählte Vorlage</translation>
    </message>
    <message>
        <source>Save Preset</source>
        <translation>Vorlage speichern</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Name der Vorlage:</translation>
    </message>
    <message>
        <source>There is a preset named “%1”. Replace it?</source>
        <translation>Es gibt schon eine Vorlage „%1“. Ersetzen?</translation>
    </message>
    <message>
        <source>Delete Preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete the preset “%1”?</source>
        <translation>Vorlage „%1“ löschen?</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::PresetStore</name>
    <message>
        <source>The presets cannot be written to %1: %2.</source>
        <translation>Die Vorlagen lassen sich nicht nach %1 schreiben: %2.</translation>
    </message>
    <message>
        <source>The presets in %1 are damaged. Mend that file, or move it away.</source>
        <translation>Die Vorlagen in %1 sind beschädigt. Reparieren Sie die Datei, oder verschieben Sie sie.</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Preview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>The picture at the chosen step. Hold Space to see the original.</source>
        <translation>Das Bild beim gewählten Schritt. Leertaste halten zeigt das Original.</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>Wird berechnet …</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::ReferenceBox</name>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Datei …</translation>
    </message>
    <message>
        <source>From the &amp;Clipboard</source>
        <translation>Aus der &amp;Zwischenablage</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Chooses the reference: a file or what is on the clipboard</source>
        <translation>Wählt die Referenz: eine Datei oder was in der Zwischenablage ist</translation>
    </message>
    <message>
        <source>Chooses the reference: a file, what is on the clipboard, or another layer or picture that is open</source>
        <translation>Wählt die Referenz: eine Datei, was in der Zwischenablage ist, oder eine andere Ebene oder ein anderes geöffnetes Bild</translation>
    </message>
    <message>
        <source>Choose the reference</source>
        <translation>Referenz wählen</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Drop a picture here</source>
        <translation>Bild hierher ziehen</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>The picture whose look the photo takes on. Drop a file or a picture here, or click to choose one.</source>
        <translation>Das Bild, dessen Aussehen das Foto annimmt. Ziehen Sie eine Datei oder ein Bild hierher, oder klicken Sie, um eines zu wählen.</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>Referenz: %1</translation>
    </message>
    <message>
        <source>Choose the Reference</source>
        <translation>Referenz wählen</translation>
    </message>
    <message>
        <source>Look-up tables</source>
        <translation>Umrechnungstabellen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>Aus der Zwischenablage</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>&amp;Last References</source>
        <translation>&amp;Letzte Referenzen</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::SegmentRow</name>
    <message>
        <source>Segment %1</source>
        <translation>Bereich %1</translation>
    </message>
    <message>
        <source>Where segment %1 is</source>
        <translation>Wo Bereich %1 liegt</translation>
    </message>
    <message>
        <source>Takes this exposure into the result, or leaves it out</source>
        <translation>Nimmt diese Belichtung ins Ergebnis oder lässt sie weg</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Solo segment %1</source>
        <translation>Bereich %1 allein</translation>
    </message>
    <message>
        <source>Shows this exposure without the others; once more brings them back</source>
        <translation>Zeigt diese Belichtung ohne die anderen; noch einmal bringt sie zurück</translation>
    </message>
    <message>
        <source> EV</source>
        <translation> LW</translation>
    </message>
    <message>
        <source>Exposure of segment %1</source>
        <translation>Belichtung von Bereich %1</translation>
    </message>
    <message>
        <source>Exposure of segment %1 in EV</source>
        <translation>Belichtung von Bereich %1 in LW</translation>
    </message>
    <message>
        <source>How much brighter or darker this exposure is: +1 EV doubles the light, -1 EV halves it</source>
        <translation>Wie viel heller oder dunkler diese Belichtung ist: +1 LW verdoppelt das Licht, -1 LW halbiert es</translation>
    </message>
    <message>
        <source>A double click, or Delete, goes back to the agent&apos;s exposure.</source>
        <translation>Ein Doppelklick oder Entf geht auf die Belichtung des Agenten zurück.</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::Session</name>
    <message>
        <source>Estimated quality</source>
        <translation>Geschätzte Qualität</translation>
    </message>
    <message>
        <source>Estimated quality of each step: the higher, the better. The star marks the best.</source>
        <translation>Geschätzte Qualität jedes Schritts: je höher, desto besser. Der Stern markiert den besten.</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::StepBar</name>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>How far the picture is retouched: each stop is one step of the agent, the first is the original. Arrow keys and the wheel move it too.</source>
        <translation>Wie weit das Bild bearbeitet ist: Jede Stufe ist ein Schritt des Agenten, die erste das Original. Pfeiltasten und Mausrad bewegen den Regler auch.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play the steps one after the other (P)</source>
        <translation>Die Schritte nacheinander abspielen (P)</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Bester</translation>
    </message>
    <message>
        <source>Go to the step that the agent rates best (B)</source>
        <translation>Zu dem Schritt, den der Agent am besten bewertet (B)</translation>
    </message>
    <message>
        <source>Best step</source>
        <translation>Bester Schritt</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::UndoButtons</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Takes back the last change by hand (%1)</source>
        <translation>Nimmt die letzte Änderung von Hand zurück (%1)</translation>
    </message>
    <message>
        <source>Makes the change again that was taken back (%1 or %2)</source>
        <translation>Macht die zurückgenommene Änderung noch einmal (%1 oder %2)</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::ViewBar</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Shows the picture at the chosen step</source>
        <translation>Zeigt das Bild beim gewählten Schritt</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>Divides the picture by a line you can drag: before on the left, after on the right (S)</source>
        <translation>Teilt das Bild durch eine Linie, die Sie ziehen können: links vorher, rechts nachher (S)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Shows before and after beside each other (D)</source>
        <translation>Zeigt vorher und nachher nebeneinander (D)</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Shows the original as long as you hold it (or hold Space)</source>
        <translation>Zeigt das Original, solange Sie die Taste halten (oder die Leertaste)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Shows the whole picture (F)</source>
        <translation>Zeigt das ganze Bild (F)</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Shows the picture pixel by pixel, computed at full size (1)</source>
        <translation>Zeigt das Bild Pixel für Pixel, in voller Größe berechnet (1)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Size of the picture on the screen: 100 % shows each pixel of the photo as one of the screen</source>
        <translation>Größe des Bildes auf dem Bildschirm: 100 % zeigt jeden Pixel des Fotos als einen des Bildschirms</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Shows the reference beside the picture, zoomed along with it (R)</source>
        <translation>Zeigt die Referenz neben dem Bild, im selben Ausschnitt (R)</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>Beschnitt</translation>
    </message>
    <message>
        <source>Marks what has no detail left: red where it is white, blue where it is black, before and after (C)</source>
        <translation>Markiert, was keine Zeichnung mehr hat: rot, wo es weiß ist, blau, wo es schwarz ist, vorher und nachher (C)</translation>
    </message>
</context>
<context>
    <name>penumbra::ui::WorkBar</name>
    <message>
        <source>What was done to the photo</source>
        <translation>Was am Foto getan wurde</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stops the agent; the picture stays as it is shown</source>
        <translation>Hält den Agenten an; das Bild bleibt, wie es gezeigt wird</translation>
    </message>
    <message>
        <source>Deciding the steps…</source>
        <translation>Schritte werden entschieden …</translation>
    </message>
    <message>
        <source>Loading the agent…</source>
        <translation>Agent wird geladen …</translation>
    </message>
</context>
</TS>
