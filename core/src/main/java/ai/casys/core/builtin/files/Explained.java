// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.ToolDefinition;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** Says what the operating system's refusals mean, without paths of this machine or stack traces. */
record Explained(BuiltinTool tool) implements BuiltinTool {

    @Override
    public ToolDefinition definition() {
        return tool.definition();
    }

    @Override
    public ToolResult call(Arguments arguments, Budget budget) {
        try {
            return tool.call(arguments, budget);
        } catch (InvalidPathException e) {
            throw new ToolFailure("The path cannot be a path on this system: " + e.getReason() + ".", e);
        } catch (NoSuchFileException e) {
            throw new ToolFailure("\"" + e.getFile() + "\" does not exist; the tool \"list\" shows what does.", e);
        } catch (FileAlreadyExistsException e) {
            throw new ToolFailure("\"" + e.getFile() + "\" exists already.", e);
        } catch (DirectoryNotEmptyException e) {
            throw new ToolFailure("\"" + e.getFile() + "\" is a folder that is not empty; empty it first.", e);
        } catch (AccessDeniedException e) {
            throw new ToolFailure("The operating system does not let the gateway touch \"" + e.getFile() + "\".", e);
        } catch (CharacterCodingException e) {
            throw new ToolFailure("The file is not UTF-8 text.", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? "it was refused" : e.getReason();
            throw new ToolFailure("\"" + e.getFile() + "\": " + reason + ".", e);
        } catch (IOException e) {
            throw new ToolFailure("The operating system reports: " + e.getMessage() + ".", e);
        }
    }
}
